import factory

from srm.reference.models import Category, CostCentre, Item, Place, Unit
from tests.factories.accounts import LegalEntityFactory


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = "C62"
    name = "piece"
    symbol = "pcs"


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    code = factory.Sequence(lambda n: f"CAT{n}")
    name = factory.Sequence(lambda n: f"Category {n}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        tree = model_class.objects
        return tree.add_child(parent, kwargs) if parent else tree.add_root(kwargs)


class ItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Item

    code = factory.Sequence(lambda n: f"ITEM-{n}")
    name = factory.Sequence(lambda n: f"Item {n}")
    category = factory.SubFactory(CategoryFactory)
    unit = factory.SubFactory(UnitFactory)


class CostCentreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CostCentre

    code = factory.Sequence(lambda n: f"{4000 + n}")
    name = factory.Sequence(lambda n: f"Cost centre {n}")
    legal_entity = factory.SubFactory(LegalEntityFactory)


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"P{n}")
    name = factory.Sequence(lambda n: f"Place {n}")
    legal_entity = factory.SubFactory(LegalEntityFactory)
