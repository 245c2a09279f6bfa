"""One thing for several requests: cents that add up at the order, short deliveries by need date, each sees his part."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import GoodsReceipt, PurchaseOrder
from contracts.services import (
    CallOffInput,
    ReceiptInput,
    call_off_order,
    close_order,
    confirm_order,
    post_goods_receipt,
    reverse_receipt,
    send_order,
)
from procurement.models import BudgetEntry, RequisitionLine
from procurement.queries import budget_for, standing_of
from procurement.queries.sharing import Wish, deliver, money_of
from procurement.services import LineInput
from procurement.states import EntryKind, LineStage
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import Refused
from srm.reference.models import Unit, UnitConversion
from tests.factories.accounts import UserFactory
from tests.scenarios.contracts import a_partner, an_active_contract
from tests.scenarios.procurement import a_company, an_approved_requisition

DAY = date(2026, 3, 1)
D = Decimal


def amounts(least, most, places):
    return st.integers(least, most).map(lambda n: D(n).scaleb(-places))


wishes = st.lists(
    st.tuples(amounts(1, 5_000_000, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=8
).map(lambda rows: [Wish(i, q, DAY + timedelta(days=d), need) for i, (q, d, need) in enumerate(rows)])  # fmt: skip


@given(parts=wishes, price=amounts(0, 10**9, 6))
def test_the_cents_of_the_parts_are_the_price_of_the_whole(parts, price):
    found = money_of(parts, price)

    whole = sum(w.quantity for w in parts)
    assert sum(found.values()) == (whole * price).quantize(D("0.01"), "ROUND_HALF_UP")
    assert set(found) == {w.key for w in parts}
    assert all(abs(found[w.key] - w.quantity * price) <= D("0.02") for w in parts)


@given(parts=wishes, delivered=amounts(0, 40_000_000, 3))
def test_a_delivery_is_given_out_to_the_last_gram_and_nobody_gets_more_than_he_waits_for(parts, delivered):
    found = deliver(delivered, parts)

    assert sum(found.values()) == min(delivered, sum(w.quantity for w in parts))
    assert all(0 <= found[w.key] <= w.quantity for w in parts)
    for short in (w for w in parts if found[w.key] < w.quantity):
        behind = [w for w in parts if (not w.is_need, w.needed_on) > (not short.is_need, short.needed_on)]
        assert all(found[w.key] == 0 for w in behind)


@pytest.fixture
def company():
    return a_company()


def ask(company, quantity, days):
    needed = organisation_today() + timedelta(days=days)
    line = LineInput(item=company.item, quantity=D(quantity), unit_price=D(500), needed_on=needed)
    return an_approved_requisition(company, line).lines.get()


def ordered(company, *needs, price="500", quantities=None, surplus=None):
    """A confirmed order of one contract line for all these needs, the surplus without a request."""
    partner = a_partner()
    contract = an_active_contract(company, partner, price=price)
    row, quantities = contract.lines.get(), quantities or [need.quantity for need in needs]
    lines = [CallOffInput(row, q, need) for need, q in zip(needs, quantities, strict=True)]
    if surplus:
        lines.append(CallOffInput(row, D(surplus)))
    order = call_off_order(contract=contract, lines=lines, place=company.place, by=company.buyer)
    order = send_order(order=order, by=company.buyer)
    return confirm_order(order=order, by=partner.person)


def receive(company, order, quantity, rejected="0"):
    line = order.lines.order_by("position")[0]
    given = ReceiptInput(line, D(quantity), D(rejected), "Bent" if D(rejected) else "")
    return post_goods_receipt(order=order, lines=[given], received_on=organisation_today(), by=company.warehouse)


def here(*needs):
    rows = RequisitionLine.objects.in_bulk([need.pk for need in needs])
    return [(rows[need.pk].received, rows[need.pk].stage) for need in needs]


@pytest.mark.django_db
def test_a_short_delivery_goes_to_the_earliest_need_and_each_sees_his_part(company):
    late, soon = ask(company, "6", 40), ask(company, "4", 20)
    order = ordered(company, late, soon)

    receive(company, order, "7")

    assert here(soon, late) == [(D(4), LineStage.RECEIVED), (D(3), LineStage.ORDERED)]
    accrued = dict(BudgetEntry.objects.filter(kind=EntryKind.ACCRUAL).values_list("line", "amount"))
    assert accrued == {soon.pk: D("2000.00"), late.pk: D("1500.00")}


@pytest.mark.django_db
def test_the_rest_of_a_short_delivery_finds_who_still_waits(company):
    late, soon = ask(company, "6", 40), ask(company, "4", 20)
    order = ordered(company, late, soon)

    receive(company, order, "3")
    receive(company, order, "7")

    standing = standing_of(budget_for(company.cost_centre, soon.needed_on))
    assert here(soon, late) == [(D(4), LineStage.RECEIVED), (D(6), LineStage.RECEIVED)]
    assert (standing.ordered, standing.received) == (0, D("5000.00"))


@pytest.mark.django_db
def test_more_of_a_thing_than_all_its_lines_await_is_refused_and_changes_nothing(company):
    order = ordered(company, ask(company, "6", 40), ask(company, "4", 20))

    with pytest.raises(Refused) as refusal:
        receive(company, order, "10.001")

    assert refusal.value.field == "lines.0.accepted"
    assert (GoodsReceipt.objects.count(), list(order.lines.values_list("accepted", flat=True))) == (0, [0, 0])


@pytest.mark.django_db
def test_surplus_comes_last(company):
    need = ask(company, "6", 40)
    order = ordered(company, need, surplus="4")

    receive(company, order, "7")

    assert list(order.lines.order_by("position").values_list("accepted", flat=True)) == [6, 1]


@pytest.mark.django_db
def test_lines_of_one_thing_cost_together_what_the_thing_costs(company):
    needs = [ask(company, "0.333", days) for days in (20, 30, 40)]

    order = ordered(company, *needs, price="10.05")

    amounts = list(order.lines.order_by("position").values_list("amount", flat=True))
    assert (sum(amounts), order.total) == (D("10.04"), D("10.04"))  # each by itself rounds to 3.35: 10.05
    assert sorted(amounts) == [D("3.34"), D("3.35"), D("3.35")]


@pytest.mark.django_db
def test_what_accrues_over_several_receipts_is_the_lines_amount_to_the_cent(company):
    needs = [ask(company, "0.333", days) for days in (20, 30, 40)]
    order = ordered(company, *needs, price="10.05")

    for part in ("0.100", "0.400", "0.499"):
        receive(company, order, part)

    rows = BudgetEntry.objects.filter(kind=EntryKind.ACCRUAL).values_list("line", "amount")
    accrued = {line: sum(a for key, a in rows if key == line) for line, _amount in rows}
    assert accrued == dict(order.lines.values_list("requisition_line", "amount"))


@pytest.mark.django_db
def test_a_reversed_receipt_takes_everybodys_part_back(company):
    late, soon = ask(company, "6", 40), ask(company, "4", 20)
    receipt = receive(company, ordered(company, late, soon), "7")

    reverse_receipt(receipt=receipt, reason="Wrong order", by=UserFactory(roles=[Role.WAREHOUSE]))

    standing = standing_of(budget_for(company.cost_centre, soon.needed_on))
    assert here(soon, late) == [(0, LineStage.ORDERED), (0, LineStage.ORDERED)]
    assert (standing.ordered, standing.received) == (D("5000.00"), 0)


@pytest.mark.django_db
def test_a_need_in_another_unit_sees_its_part_in_its_own(company):
    need = ask(company, "6", 30)
    dozen = Unit.objects.get_or_create(code="DZN", defaults={"name": "dozen"})[0]
    UnitConversion.objects.create(source=dozen, target=company.item.unit, factor=D(12))
    need.unit = dozen
    need.save()

    order = ordered(company, need, quantities=[D(72)])
    receive(company, order, "18")
    half_way = here(need)
    receive(company, order, "54")

    held = BudgetEntry.objects.filter(line=need, kind=EntryKind.PRE_COMMITMENT)
    assert (half_way, here(need)) == ([(D("1.5"), LineStage.ORDERED)], [(D(6), LineStage.RECEIVED)])
    assert sum(entry.amount for entry in held) == 0  # the order covers the whole need: nothing stays approved


@pytest.mark.django_db
def test_an_open_order_is_due_when_its_first_awaited_line_is(company):
    late, soon = ask(company, "6", 40), ask(company, "4", 20)
    order = ordered(company, late, soon)
    due = [PurchaseOrder.objects.get().due_on]

    receive(company, order, "4")
    due.append(PurchaseOrder.objects.get().due_on)
    close_order(order=order, by=company.buyer)
    due.append(PurchaseOrder.objects.get().due_on)

    assert due == [soon.needed_on, late.needed_on, None]


@pytest.mark.django_db
def test_orders_made_before_get_their_due_day_and_their_requests_what_came(company):
    late, soon = ask(company, "6", 40), ask(company, "4", 20)
    order = ordered(company, late, soon)
    receive(company, order, "5")
    PurchaseOrder.objects.update(due_on=None)
    RequisitionLine.objects.update(received=0)
    step = import_module("contracts.migrations.0003_due_day_of_orders")

    step.write_due_days(apps, None)
    step.write_received(apps, None)

    assert PurchaseOrder.objects.get().due_on == late.needed_on
    assert [received for received, _stage in here(soon, late)] == [4, 1]
