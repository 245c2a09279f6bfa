import factory

from suppliers.models import Membership, Supplier
from suppliers.states import MembershipRole, SupplierStatus
from tests.factories.accounts import PortalUserFactory


class BidderFactory(factory.django.DjangoModelFactory):
    """A confirmed supplier that may be invited."""

    class Meta:
        model = Supplier

    number = factory.Sequence(lambda n: f"SU-2026-9{n:05}")
    name = factory.Sequence(lambda n: f"Bidder {n} LLC")
    email = factory.Sequence(lambda n: f"sales{n}@bidder.example")
    status = SupplierStatus.ACTIVE


class BidderPersonFactory(PortalUserFactory):
    """A portal person who may bid for his supplier."""

    @factory.post_generation
    def supplier(self, create, extracted, **kwargs):
        company = extracted or BidderFactory()
        Membership.objects.create(user=self, supplier=company, role=kwargs.get("role", MembershipRole.BIDDER))
