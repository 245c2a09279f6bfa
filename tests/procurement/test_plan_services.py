"""The supply plan by quarter: where its lines come from, its dates, and the plan against what came."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.models import Arrangement, LineProgress, PlanLine
from procurement.queries.plan import plan_against_fact
from procurement.services import (
    LineInput,
    approve_supply_plan,
    create_supply_plan,
    report_progress,
    set_plan_line,
    set_stock,
)
from procurement.states import LineStage, PriceSource
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from suppliers.services import record_observation
from tests.factories.suppliers import SupplierFactory
from tests.scenarios.procurement import a_company, a_confirmed_bundle, an_approved_requisition

pytestmark = pytest.mark.django_db
D = Decimal


def a_plan(company, days=91):
    today = organisation_today()
    return create_supply_plan(period_from=today, period_to=today + timedelta(days=days), by=company.manager)


def test_a_year_has_a_line_for_each_quarter_in_which_something_is_needed():
    company = a_company()
    an_approved_requisition(company)
    an_approved_requisition(company, LineInput(
        item=company.item, quantity=D(4), unit_price=D(500), needed_on=organisation_today() + timedelta(days=200),
    ))  # fmt: skip

    plan = a_plan(company, 364)

    lines = list(plan.lines.order_by("quarter"))
    assert [line.known_amount for line in lines] == [D("5000.00"), D("2000.00")]
    assert all(line.quarter <= line.needed_on <= line.quarter_to for line in lines)


def test_a_contract_that_ends_puts_its_category_on_the_plan():
    company = a_company()
    ends = organisation_today() + timedelta(days=50)
    Arrangement.objects.create(
        kind=PriceSource.CONTRACT, source_key="contract:CT-1/1", reference="CT-1", supplier=SupplierFactory(),
        category=company.category, item=company.item, unit=company.item.unit, unit_price=D(5), currency="EUR",
        valid_from=organisation_today(), valid_to=ends,
    )  # fmt: skip

    (line,) = a_plan(company).lines.all()

    assert (line.contract_reference, line.contract_ends_on, line.needed_on) == ("CT-1", ends, ends)
    assert line.start_on < line.order_on <= ends


def test_what_stock_will_ask_for_is_expected():
    company = a_company()
    set_stock(item=company.item, place=company.place, on_hand=D(50), reorder_point=D(10), maximum=D(30),
              by=company.warehouse)  # fmt: skip
    Arrangement.objects.create(
        kind=PriceSource.CATALOGUE, source_key="c/1", reference="C-1", supplier=SupplierFactory(),
        category=company.category, item=company.item, unit=company.item.unit, unit_price=D(5), currency="EUR",
        valid_from=organisation_today(), valid_to=organisation_today() + timedelta(days=400),
    )  # fmt: skip

    (line,) = a_plan(company).lines.all()

    assert (line.reorder_amount, line.forecast_amount) == (D("100.00"), D("100.00"))


def five_orders_after(company, days):
    """Five lines of a bundle, ordered so many days after their approval."""
    lines = [LineInput(item=company.item, quantity=D(n), unit_price=D(500)) for n in range(1, 6)]
    bundle = a_confirmed_bundle(company, *lines)
    for line in bundle.lines.all():
        report_progress(line=line, stage=LineStage.ORDERED, by=SYSTEM)
        approved = line.progress.get(stage=LineStage.APPROVED).at
        LineProgress.objects.filter(line=line, stage=LineStage.ORDERED).update(at=approved + timedelta(days=days))
    return bundle


def test_dates_go_back_by_measured_times_where_there_are_enough_of_them():
    company = a_company()
    bundle = five_orders_after(company, 17)

    (line,) = a_plan(company).lines.all()

    assert (line.procedure, line.procedure_days, line.is_measured) == (bundle.procedure, 17, True)
    assert line.start_on == line.order_on - timedelta(days=17)


def test_the_plan_stands_beside_what_was_ordered_and_received():
    company = a_company()
    five_orders_after(company, 17)
    plan = a_plan(company)
    record_observation(
        supplier=SupplierFactory(), category=company.category, item=company.item, description="Plate",
        received_on=organisation_today(), quantity=D(2), amount=D(900), source="receipt", source_key="GR-1/1",
        by=SYSTEM,
    )  # fmt: skip

    (row,) = plan_against_fact(plan, plan.lines.all())

    assert (row.planned, row.ordered, row.received, row.difference) == (D(7500), D("7500.00"), D(900), D(-6600))


def test_a_line_is_changed_while_the_plan_is_a_draft_and_never_after():
    company = a_company()
    an_approved_requisition(company)
    plan = a_plan(company)
    given = {"plan": plan, "category": company.category, "forecast_amount": D(700), "by": company.manager}

    line = set_plan_line(known_amount=D(6000), quarter=plan.period_from + timedelta(days=3), **given)
    with pytest.raises(Invalid):
        set_plan_line(known_amount=D(1), quarter=plan.period_to + timedelta(days=1), **given)
    approve_supply_plan(plan=plan, by=company.finance)
    with pytest.raises(Refused):
        set_plan_line(known_amount=D(1), quarter=plan.period_from, **given)

    kept = PlanLine.objects.get()
    assert (kept.pk, kept.known_amount, kept.forecast_amount) == (line.pk, D("6000.00"), D("700.00"))
