import factory

from suppliers.models import Membership, Supplier
from suppliers.states import MembershipRole, SupplierStatus
from tests.factories.accounts import PortalUserFactory


class SupplierFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Supplier

    number = factory.Sequence(lambda n: f"SU-2026-{n:06}")
    name = factory.Sequence(lambda n: f"Supplier {n}")
    status = SupplierStatus.ACTIVE


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(PortalUserFactory)
    supplier = factory.SubFactory(SupplierFactory)
    role = MembershipRole.ADMIN
