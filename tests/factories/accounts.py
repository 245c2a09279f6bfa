import factory

from srm.accounts.models import Department, LegalEntity, RoleAssignment, User
from srm.accounts.states import Kind


class LegalEntityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LegalEntity

    code = factory.Sequence(lambda n: f"LE{n}")
    name = factory.Sequence(lambda n: f"Company {n}")
    currency = "EUR"


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"D{n}")
    name = factory.Sequence(lambda n: f"Department {n}")
    legal_entity = factory.SubFactory(LegalEntityFactory)

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        tree = model_class.objects
        return tree.add_child(parent, kwargs) if parent else tree.add_root(kwargs)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@northwind.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = "!"

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            RoleAssignment.objects.create(user=self, role=role)


class PortalUserFactory(UserFactory):
    kind = Kind.PORTAL
    email = factory.Sequence(lambda n: f"person{n}@supplier.example")
