"""Rows of the shared parts: the API's own doors, people and reference data."""

from datetime import timedelta

from django.utils import timezone

from srm.accounts.models import ApiToken, Delegation
from tests.factories.accounts import DepartmentFactory, LegalEntityFactory, UserFactory
from tests.factories.reference import CategoryFactory, CostCentreFactory, ItemFactory, PlaceFactory, UnitFactory
from tests.matrix.table import EVERYONE, SIGNED_IN, STAFF, counted, creates, exempt, lists, nouns, uncounted, verbs


def a_delegation(cast):
    now = timezone.now()
    return Delegation.objects.create(
        principal=cast.head, substitute=cast.requester, starts_at=now, ends_at=now + timedelta(days=1)
    )


def one_more_delegation(cast):
    now = timezone.now()
    return Delegation.objects.create(
        principal=UserFactory(), substitute=UserFactory(), starts_at=now, ends_at=now + timedelta(days=1)
    )


def a_token(cast):
    return ApiToken.objects.create(user=cast.requester, name="erp", digest=f"{ApiToken.objects.count():064}")


def a_currency(cast):
    from srm.reference.models import Currency

    return {"code": Currency.objects.get_or_create(code="EUR", defaults={"name": "Euro"})[0].code}


OF_PARTIES = {"head", "requester", "auditor", "admin"}
REFERENCE = {
    "person": lambda cast: cast.head,
    "department": lambda cast: cast.department,
    "legal-entity": lambda cast: cast.department.legal_entity,
    "category": lambda cast: CategoryFactory(),
    "item": lambda cast: ItemFactory(),
    "cost-centre": lambda cast: CostCentreFactory(),
    "place": lambda cast: PlaceFactory(),
}

ROWS = [
    *exempt("open to everyone and without data: tests/srm/api/test_schema.py", "api:schema"),
    *exempt("a stream needs an event loop: tests/srm/live", "live:stream"),
    *lists(EVERYONE, "api:docs", "healthz", "readyz"),
    *lists(SIGNED_IN, "api:me", "api:token-list", "api:unit-list", "api:currency-list"),
    *creates(SIGNED_IN, "api:token-list", data={"name": "erp"}),
    *creates(SIGNED_IN, "api:elevation", data={"code": "000000"}),
    *nouns({"requester"}, a_token, "api:token-detail"),
    *verbs({"requester"}, {"requester"}, a_token, "api:token-revoke"),
    *nouns(SIGNED_IN, lambda cast: {"code": UnitFactory().code}, "api:unit-detail"),
    *nouns(SIGNED_IN, a_currency, "api:currency-detail"),
    *lists(STAFF, "api:delegation-list", *(f"api:{noun}-list" for noun in REFERENCE)),
    *(row for noun, of in REFERENCE.items() for row in nouns(STAFF, of, f"api:{noun}-detail")),
    *creates(STAFF, "api:delegation-list"),
    *nouns(OF_PARTIES, a_delegation, "api:delegation-detail"),
    *verbs(OF_PARTIES, {"head", "admin"}, a_delegation, "api:delegation-revoke", data={}),
]
COUNTED = [
    *counted("requester", a_token, "api:token-list"),
    *counted("auditor", one_more_delegation, "api:delegation-list"),
    *counted("buyer", lambda cast: UserFactory(department=cast.department), "api:person-list"),
    *counted("buyer", lambda cast: DepartmentFactory(head=UserFactory()), "api:department-list"),
    *counted("buyer", lambda cast: LegalEntityFactory(), "api:legal-entity-list"),
    *counted("buyer", lambda cast: CategoryFactory(owner=UserFactory()), "api:category-list"),
    *counted("buyer", lambda cast: ItemFactory(), "api:item-list"),
    *counted("buyer", lambda cast: CostCentreFactory(owner=UserFactory()), "api:cost-centre-list"),
    *counted("buyer", lambda cast: PlaceFactory(), "api:place-list"),
    *uncounted("a small fixed set", "api:unit-list", "api:currency-list"),
]
