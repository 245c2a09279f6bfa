"""Bundles: what belongs together, what becomes one line to buy, and who buys it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement.models import Arrangement, Bundle, BundlePart, Competence, Gathering
from procurement.queries import price_for
from procurement.queries.bundle import bundle_proposals
from procurement.services import (
    LineInput,
    cancel_bundle,
    confirm_bundle,
    continue_gathering,
    end_competence,
    gather_lines,
    move_line,
    name_surplus_owner,
    propose_bundles,
    set_competence,
)
from procurement.states import BundleStatus, PriceSource
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import NotPermitted, Refused
from srm.events.services import broken_link, deliver_pending, history
from srm.reference.models import UnitConversion
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory, PlaceFactory, UnitFactory
from tests.factories.suppliers import SupplierFactory
from tests.scenarios.procurement import a_company, an_approved_requisition

pytestmark = pytest.mark.django_db
D = Decimal


def a_need(company, quantity="10", days=30, **fields):
    line = LineInput(
        item=company.item, quantity=D(quantity), unit_price=D(500),
        needed_on=organisation_today() + timedelta(days=days), **fields,
    )  # fmt: skip
    return an_approved_requisition(company, line).lines.get()


def test_needs_far_apart_or_for_another_place_make_bundles_of_their_own():
    company = a_company(budget=None)
    first, second, late = a_need(company), a_need(company, days=60), a_need(company, days=200)
    company.place = PlaceFactory(legal_entity=company.entity)
    elsewhere = a_need(company)

    bundles = propose_bundles(by=company.buyer)

    assert [{li.pk for li in b.lines.all()} for b in bundles] == [{first.pk, second.pk}, {elsewhere.pk}, {late.pk}]
    assert bundle_proposals() == []


def test_the_most_urgent_are_gathered_first_when_there_are_too_many():
    company = a_company(budget=None)
    late, soon = a_need(company, days=40), a_need(company, days=20)

    propose_bundles(by=company.buyer, most=1)

    soon.refresh_from_db()
    late.refresh_from_db()
    assert (soon.bundle_id is not None, late.bundle_id) == (True, None)


def test_units_that_convert_become_one_line_whose_parts_stay_known():
    company = a_company(budget=None)
    dozen = UnitFactory(code="DZN", name="dozen", symbol="dz")
    UnitConversion.objects.create(source=dozen, target=company.item.unit, item=company.item, factor=D(12))
    pieces, dozens = a_need(company, "10"), a_need(company, "3", days=40, unit=dozen)

    (bundle,) = propose_bundles(by=company.buyer)

    (line,) = bundle.merged.all()
    assert (line.quantity, line.unit, line.needed_on) == (D(46), company.item.unit, pieces.needed_on)
    assert dict(line.parts.values_list("line", "quantity")) == {pieces.pk: D(10), dozens.pk: D(36)}


def test_a_surplus_needs_an_owner_by_name_before_the_bundle_is_ready():
    company = a_company(budget=None)
    company.item.pack_quantity = D(8)
    company.item.save()
    a_need(company, "10")
    (bundle,) = propose_bundles(by=company.buyer)
    line = bundle.merged.get()
    assert (line.quantity, line.surplus) == (D(16), D(6))

    with pytest.raises(Refused):
        confirm_bundle(bundle=bundle, by=company.buyer)
    bundle.refresh_from_db()
    assert bundle.status == BundleStatus.OPEN
    name_surplus_owner(line=line, owner=company.warehouse, by=company.buyer)
    confirm_bundle(bundle=bundle, by=company.buyer)

    assert Bundle.objects.get().merged.get().surplus_owner == company.warehouse


def test_moved_lines_are_merged_anew_on_both_sides():
    company = a_company(budget=None)
    line, _other = a_need(company), a_need(company, days=35)
    (source,) = propose_bundles(by=company.buyer)
    a_need(company, days=200)
    (target,) = propose_bundles(by=company.buyer)

    move_line(line=line, bundle=target, by=company.buyer)

    assert (source.merged.get().quantity, target.merged.get().quantity) == (D(10), D(20))
    cancel_bundle(bundle=target, by=company.buyer)
    assert BundlePart.objects.count() == 1


def test_a_line_goes_to_the_buyer_who_knows_its_category():
    company = a_company(budget=None)
    expert = UserFactory(name="Olena Danko", roles=[Role.BUYER])
    set_competence(person=expert, category=company.category, level=4, capacity=1, by=company.procurement_head)

    first, second = a_need(company), a_need(company)

    assert (first.buyer, second.buyer) == (expert, expert)  # nobody else knows it, full or not
    (bundle,) = propose_bundles(by=company.buyer)
    assert bundle.buyer == expert


def test_without_anybody_named_it_goes_to_the_owner_of_the_category():
    company = a_company(budget=None)
    set_competence(person=company.buyer, category=CategoryFactory(), level=4, by=company.procurement_head)

    assert a_need(company).buyer == company.manager


def test_only_the_head_of_procurement_says_who_buys_what():
    company = a_company(budget=None)
    row = set_competence(person=company.buyer, category=company.category, level=4, by=company.procurement_head)

    with pytest.raises(NotPermitted):
        end_competence(competence=row, by=company.buyer)

    assert Competence.objects.count() == 1


def test_a_price_for_a_hundred_is_the_price_of_one_divided():
    company = a_company(budget=None)
    today = organisation_today()
    Arrangement.objects.create(
        kind=PriceSource.CATALOGUE, source_key="c/1", reference="C-1", supplier=SupplierFactory(),
        category=company.category, item=company.item, unit=company.item.unit, unit_price=D(123), price_per=100,
        currency="EUR", valid_from=today, valid_to=today,
    )  # fmt: skip

    assert price_for(company.item, company.entity, today).unit_price == D("1.230000")


@pytest.fixture
def small_parts(monkeypatch):
    """Two lines at once are already many, and a part is two lines."""
    monkeypatch.setattr("procurement.services.gathering.AT_ONCE", 1)
    monkeypatch.setattr("procurement.services.gathering.PART", 2)


def test_a_few_lines_are_gathered_while_one_waits():
    company = a_company(budget=None)
    a_need(company), a_need(company, days=200)

    gathering = gather_lines(by=company.buyer)

    assert (gathering.lines, gathering.gathered, gathering.bundles.count()) == (2, 2, 2)
    assert gathering.finished_at is not None
    assert bundle_proposals() == []


def test_many_lines_are_gathered_by_a_worker_part_by_part_to_the_last(small_parts):
    company = a_company(budget=None)
    for _ in range(5):
        a_need(company)

    gathering = gather_lines(by=company.buyer)
    waiting = (gathering.finished_at, gathering.gathered, Bundle.objects.count())
    while deliver_pending():
        pass

    gathering.refresh_from_db()
    (bundle,) = Bundle.objects.all()
    assert waiting == (None, 0, 0)
    assert (gathering.gathered, gathering.lines, bundle.lines.count()) == (5, 5, 5)
    assert gathering.finished_at is not None
    assert [e.data["gathered"] for e in history(gathering).filter(name="GatheringAdvanced")] == [2, 4]
    assert broken_link(gathering) is None


def test_asking_again_while_it_runs_makes_no_second_one_and_takes_no_line_twice(small_parts):
    company = a_company(budget=None)
    for _ in range(3):
        a_need(company)

    first, second = gather_lines(by=company.buyer), gather_lines(by=company.manager)
    while deliver_pending():
        pass
    continue_gathering(gathering=first, by=company.buyer)

    assert first == second
    assert (Gathering.objects.count(), BundlePart.objects.count()) == (1, 3)
    assert Gathering.objects.get().gathered == 3


def test_a_requester_gathers_nothing():
    company = a_company(budget=None)
    a_need(company)

    with pytest.raises(NotPermitted):
        gather_lines(by=company.requester)

    assert (Gathering.objects.count(), Bundle.objects.count()) == (0, 0)


def test_gathering_costs_no_more_queries_for_more_lines_of_a_bundle():
    company, asked = a_company(budget=None), []
    for count, days in ((2, 30), (6, 230)):
        for _ in range(count):
            a_need(company, days=days)
        with CaptureQueriesContext(connection) as queries:
            gather_lines(by=company.buyer)
        asked.append(len(queries))

    assert BundlePart.objects.count() == 8
    assert asked[1] <= asked[0]
