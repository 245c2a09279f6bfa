from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from srm.accounts.states import Kind, Role
from srm.authz import SYSTEM
from srm.calc.run import calculate
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.services import history
from suppliers.models import ScorecardCriterion, Supplier, SupplyFact
from suppliers.services import (
    accept_invitation,
    agree_joint_action,
    compute_scorecard,
    confirm_bank_account,
    confirm_supplier,
    create_joint_plan,
    create_supplier,
    invite_supplier,
    propose_bank_account,
    propose_joint_action,
    record_observation,
    resegment,
    share_joint_plan,
    update_supplier,
)
from suppliers.states import BankAccountStatus, Segment, SupplierStatus
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import MembershipFactory, SupplierFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def marta():
    return UserFactory(name="Marta Petrova", roles=[Role.CATEGORY_MANAGER])


def observe(supplier, category, key, *, promised=TODAY, received=TODAY, quantity="100", rejected="0", amount="1000"):
    return record_observation(
        supplier=supplier, category=category, quantity=Decimal(quantity), amount=Decimal(amount), source="receipt",
        source_key=key, promised_on=promised, received_on=received, rejected=Decimal(rejected), by=SYSTEM,
    )  # fmt: skip


def test_who_entered_a_supplier_does_not_confirm_him(marta):
    supplier = create_supplier(name="Alfa Metal", by=marta)

    with pytest.raises(NotPermitted):
        confirm_supplier(supplier=supplier, by=marta)
    confirm_supplier(supplier=supplier, by=UserFactory(roles=[Role.PROCUREMENT_HEAD]))

    supplier.refresh_from_db()
    assert supplier.status == SupplierStatus.ACTIVE
    assert [e.name for e in history(supplier)] == ["SupplierCreated", "SupplierConfirmed"]


def test_a_tax_id_is_known_once_per_country(marta):
    create_supplier(name="Alfa Metal", tax_id="UA123", country="UA", by=marta)

    with pytest.raises(Invalid) as refusal:
        create_supplier(name="Alfa Metall", tax_id="ua123", country="UA", by=marta)

    assert list(refusal.value.errors) == ["tax_id"]
    assert Supplier.objects.count() == 1


def test_an_invited_person_becomes_the_suppliers_first_administrator_once(marta):
    supplier = SupplierFactory()
    _invitation, key = invite_supplier(supplier=supplier, email="olena@alfa.example", by=marta)

    user = accept_invitation(key=key, name="Olena Koval", password="a long enough word")

    assert (user.kind, supplier.memberships.get().role) == (Kind.PORTAL, "admin")
    with pytest.raises(Refused):
        accept_invitation(key=key, name="Eve", password="a long enough word")
    assert supplier.memberships.count() == 1


def test_a_weak_password_uses_the_invitation_up_not(marta):
    _invitation, key = invite_supplier(supplier=SupplierFactory(), email="olena@alfa.example", by=marta)

    with pytest.raises(Invalid):
        accept_invitation(key=key, name="Olena Koval", password="short")

    assert accept_invitation(key=key, name="Olena Koval", password="a long enough word").pk


def test_a_changed_bank_account_is_used_only_after_another_person_confirmed_it():
    supplier, hanna, jonas = SupplierFactory(), UserFactory(roles=[Role.FINANCE]), UserFactory(roles=[Role.FINANCE])
    account = propose_bank_account(supplier=supplier, iban="DE89 3704 0044 0532 0130 00", currency="EUR", by=hanna)

    with pytest.raises(NotPermitted):
        confirm_bank_account(account=account, by=hanna)

    account.refresh_from_db()
    assert account.status == BankAccountStatus.PROPOSED
    assert confirm_bank_account(account=account, by=jonas).status == BankAccountStatus.CONFIRMED


def test_a_wrong_iban_is_refused():
    with pytest.raises(Invalid):
        propose_bank_account(
            supplier=SupplierFactory(), iban="DE00370400440532013000", currency="EUR", by=UserFactory(roles=["finance"])
        )


def test_a_supplier_may_not_choose_who_of_ours_looks_after_him(marta):
    member = MembershipFactory()

    with pytest.raises(Invalid):
        update_supplier(supplier=member.supplier, owner=marta, by=member.user)

    member.supplier.refresh_from_db()
    assert member.supplier.owner is None


def test_a_rival_may_not_change_the_profile():
    member, rival = MembershipFactory(), MembershipFactory()

    with pytest.raises(NotPermitted):
        update_supplier(supplier=member.supplier, city="Kyiv", by=rival.user)

    member.supplier.refresh_from_db()
    assert member.supplier.city == ""


def test_the_same_observation_twice_is_one_fact():
    supplier, category = SupplierFactory(), CategoryFactory()

    observe(supplier, category, "GR-1/1", amount="10")
    observe(supplier, category, "GR-1/1", amount="12")

    assert [f.amount for f in SupplyFact.objects.all()] == [Decimal("12.00")]


def test_a_scorecard_measures_what_is_known_and_says_how_much_that_is(marta):
    supplier, category = SupplierFactory(), CategoryFactory()
    for code, weight, kind in (("delivery", 50, "measured"), ("quality", 30, "measured"), ("service", 20, "survey")):
        ScorecardCriterion.objects.update_or_create(code=code, defaults={"name": code, "weight": weight, "kind": kind})
    ScorecardCriterion.objects.exclude(code__in=["delivery", "quality", "service"]).delete()
    observe(supplier, category, "1")
    observe(supplier, category, "2", received=TODAY + timedelta(days=1), rejected="10")

    card = compute_scorecard(supplier=supplier, period_from=date(2026, 7, 1), period_to=date(2026, 12, 31), by=marta)

    assert card.scores == {"delivery": "50.00", "quality": "95.00", "service": None}
    assert (card.total, card.coverage, card.band) == (Decimal("66.88"), Decimal("0.80"), "watch")


def test_the_input_of_a_scorecard_computes_to_the_cards_numbers(marta, client):
    supplier = SupplierFactory()
    observe(supplier, CategoryFactory(), "1", rejected="10")
    card = compute_scorecard(supplier=supplier, period_from=date(2026, 7, 1), period_to=date(2026, 12, 31), by=marta)
    client.force_login(marta, backend="django.contrib.auth.backends.ModelBackend")

    given = client.get(reverse("suppliers:scorecard-input", args=[card.public_id])).content

    (row,) = calculate("scorecard", given)["suppliers"]
    assert (row["id"], Decimal(row["total"]), Decimal(row["coverage"])) == (supplier.number, card.total, card.coverage)
    assert (row["band"], row["critical"]) == (card.band, card.critical)


@pytest.mark.parametrize("changes", [{"is_active": False}, {"weight": 0}])
def test_a_scorecard_without_criteria_offers_no_input_and_says_why(marta, client, changes):
    supplier = SupplierFactory()
    observe(supplier, CategoryFactory(), "1")
    ScorecardCriterion.objects.update(**changes)
    card = compute_scorecard(supplier=supplier, period_from=date(2026, 7, 1), period_to=date(2026, 12, 31), by=marta)
    client.force_login(marta, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("suppliers:scorecard-detail", args=[card.public_id])).content.decode()
    answer = client.get(reverse("suppliers:scorecard-input", args=[card.public_id]))

    assert (card.total, card.coverage, card.band, card.question) == (None, 0, "", {})
    assert answer.status_code == 404
    assert reverse("suppliers:scorecard-input", args=[card.public_id]) not in page
    assert "No criterion was in use when this was measured" in page


def test_suppliers_of_a_positioned_category_are_segmented():
    category, good, unknown = CategoryFactory(), SupplierFactory(), SupplierFactory()
    observe(good, category, "1", amount="3000")
    observe(unknown, category, "2", amount="1000")
    good.scorecards.create(period_from=TODAY, period_to=TODAY, total=80, coverage=1, band="good")

    resegment(category=category, quadrant="strategic", by=SYSTEM)

    rows = {s.supplier: (s.segment, s.share) for s in category.segments.all()}
    assert rows == {good: (Segment.PARTNER, Decimal("0.7500")), unknown: (Segment.UNKNOWN, Decimal("0.2500"))}


def test_our_own_warehouse_has_no_segment_and_no_share():
    category, outside, own = CategoryFactory(), SupplierFactory(), SupplierFactory()
    observe(outside, category, "1", amount="1000")
    observe(own, category, "2", amount="3000")
    resegment(category=category, quadrant="leverage", by=SYSTEM)
    before = set(category.segments.values_list("supplier", flat=True))
    Supplier.objects.filter(pk=own.pk).update(is_own=True)

    resegment(category=category, quadrant="leverage", by=SYSTEM)

    assert before == {outside.pk, own.pk}
    assert list(category.segments.values_list("supplier", "share")) == [(outside.pk, Decimal(1))]


def test_a_joint_action_is_agreed_by_the_other_side_only(marta):
    member = MembershipFactory()
    plan = share_joint_plan(plan=create_joint_plan(supplier=member.supplier, title="On time", by=marta), by=marta)
    due = organisation_today() + timedelta(days=30)
    action = propose_joint_action(plan=plan, title="Weekly call", side="supplier", due_on=due, by=marta)

    with pytest.raises(NotPermitted):
        agree_joint_action(action=action, by=marta)
    agree_joint_action(action=action, by=member.user)

    action.refresh_from_db()
    assert (action.status, action.decided_by) == ("agreed", member.user)


def test_a_rival_sees_nothing_of_a_plan_to_agree_to(marta):
    member, rival = MembershipFactory(), MembershipFactory()
    plan = share_joint_plan(plan=create_joint_plan(supplier=member.supplier, title="On time", by=marta), by=marta)
    due = organisation_today() + timedelta(days=30)
    action = propose_joint_action(plan=plan, title="Weekly call", side="supplier", due_on=due, by=marta)

    with pytest.raises(NotPermitted):
        agree_joint_action(action=action, by=rival.user)

    action.refresh_from_db()
    assert action.status == "proposed"
