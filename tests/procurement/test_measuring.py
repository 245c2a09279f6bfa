"""The portfolio measures itself: criteria kept and frozen, fresh facts, assessors and what they agree on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.models import AxisScale, AxisWeighing, Criterion, CriterionScore, Measurement, Position, ScoreConsensus
from procurement.queries.category import assessed_by, axes_of, beside_of
from procurement.queries.measure import measure_all
from procurement.rules.kraljic.compute import compute
from procurement.services import (
    add_criterion,
    change_axis,
    change_criterion,
    finish_measurement,
    lift_consensus,
    measure_what_is_due,
    position_category,
    record_consensus,
    request_measurement,
    request_measurement_later,
    score_criterion,
    weigh_axis,
)
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.models import Event
from srm.events.services import deliver_pending, history
from suppliers.models import Qualification, SupplyClass
from suppliers.queries.share import window
from suppliers.services import (
    qualify_supplier,
    record_observation,
    request_qualification,
    update_supplier,
    withdraw_observation,
)
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory, ItemFactory
from tests.factories.suppliers import SupplierFactory
from tests.procurement.test_position_services import supply

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def category(cast):
    return CategoryFactory(owner=cast.category_manager)


def deliver(category, supplier, key, amount=100, day=DAY, **fields):
    return record_observation(
        supplier=supplier, category=category, quantity=Decimal(1), amount=Decimal(amount), source="test",
        source_key=f"{category.code}/{key}", received_on=day, by=SYSTEM, **fields,
    )  # fmt: skip


def reading_of(category, code):
    return measure_all(Criterion.objects.filter(code=code)).measured[code].get(category.pk)


def human_criteria():
    """Leave one scored criterion on each axis."""
    Criterion.objects.exclude(code__in=["switching", "cost-share"]).update(is_active=False)
    return Criterion.objects.get(code="switching"), Criterion.objects.get(code="cost-share")


# --- criteria --------------------------------------------------------------------------------------


def test_only_the_head_adds_a_criterion_and_its_code_is_free(cast):
    given = {"axis": "supply_risk", "name": "Patents", "weight": Decimal("0.1")}

    with pytest.raises(NotPermitted):
        add_criterion(**given, by=cast.category_manager)
    criterion = add_criterion(**given, by=cast.procurement_head)
    with pytest.raises(Invalid) as twice:
        add_criterion(**given, by=cast.procurement_head)

    assert (criterion.code, criterion.measure, criterion.is_active) == ("patents", "", True)
    assert list(twice.value.errors) == ["code"]
    assert Criterion.objects.filter(name="Patents").count() == 1
    assert Event.objects.get(name="CriterionAdded").data["criterion"] == "patents"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"bounds": [1.0, 1.0]}, "bounds"),
        ({"bounds": []}, "bounds"),
        ({"bounds": [1e308, -1e308]}, "bounds"),
        ({"bounds": [float("nan"), 1.0]}, "bounds"),
        ({"bounds": [0.1, 0.8], "scoring": "log"}, "bounds"),
        ({"window_days": 0}, "window_days"),
        ({"minimum_facts": 0}, "minimum_facts"),
        ({"weight": Decimal("-0.1")}, "weight"),
        ({"name": " "}, "name"),
    ],
)
def test_a_measure_states_bounds_window_and_least_facts(cast, values, field):
    criterion = Criterion.objects.get(code="concentration")

    with pytest.raises(Invalid) as wrong:
        change_criterion(criterion=criterion, by=cast.procurement_head, **values)

    criterion.refresh_from_db()
    assert (list(wrong.value.errors), criterion.bounds) == ([field], [0.1, 0.8])


def test_the_last_criterion_of_an_axis_is_not_retired(cast):
    switching, _impact = human_criteria()

    with pytest.raises(Invalid):
        change_criterion(criterion=switching, by=cast.procurement_head, is_active=False)

    switching.refresh_from_db()
    assert switching.is_active


def test_scale_and_direction_are_replaced_only_while_nobody_has_scored(cast, category):
    switching, _impact = human_criteria()
    axis = AxisScale.objects.get(axis="supply_risk")
    change_axis(axis_scale=axis, by=cast.procurement_head, low=Decimal(1), high=Decimal(10))
    score_criterion(category=category, criterion=switching, score=Decimal(10), by=cast.category_manager)

    with pytest.raises(Refused):
        change_axis(axis_scale=axis, by=cast.procurement_head, high=Decimal(5))
    with pytest.raises(Invalid):
        score_criterion(category=category, criterion=switching, score=Decimal(11), by=cast.category_manager)
    change_axis(axis_scale=axis, by=cast.procurement_head, rho=Decimal("0.7"))

    axis.refresh_from_db()
    assert (axis.high, axis.rho) == (Decimal(10), Decimal("0.7"))
    assert CriterionScore.objects.get().score == Decimal(10)


def test_the_worked_rows_of_the_published_matrix_come_out_of_the_product(cast):
    risk, impact = human_criteria()
    head, manager = cast.procurement_head, cast.category_manager
    scale = AxisScale.objects.get(axis="supply_risk")
    change_axis(axis_scale=scale, by=head, inverted=True, rho=Decimal("0.653"))
    change_axis(axis_scale=AxisScale.objects.get(axis="profit_impact"), by=head, high=Decimal(10), rho=Decimal("0.70"))
    rows = [
        ("3.01", "4.84", "0.2112541", "0.9336977", "leverage"),
        ("1.66", "4.02", "0.6221418", "0.8808636", "strategic"),
        ("1.00", "7.47", "1", "0.9910284", "strategic"),
    ]

    for low_risk, high_impact, supply_risk, profit_impact, quadrant in rows:
        category = CategoryFactory()
        score_criterion(category=category, criterion=risk, score=Decimal(low_risk), by=manager)
        score_criterion(category=category, criterion=impact, score=Decimal(high_impact), by=manager)
        position = position_category(category=category, by=manager)

        assert (position.supply_risk, position.profit_impact) == (Decimal(supply_risk), Decimal(profit_impact))
        assert position.measured_quadrant == quadrant
        assert compute(position.inputs)["items"][0]["supply_risk"] == float(supply_risk)


def test_what_was_measured_by_is_frozen_with_the_measurement(cast):
    measurement = finish_measurement(measurement=request_measurement(by=cast.category_manager))
    change_criterion(
        criterion=Criterion.objects.get(code="concentration"), by=cast.procurement_head, weight=Decimal("0.9")
    )

    measurement.refresh_from_db()
    kept = measurement.criteria["criteria"]["concentration"]
    assert kept == {
        "axis": "supply_risk", "weight": "0.100", "measure": "concentration", "scoring": "linear",
        "bounds": [0.1, 0.8], "minimum_facts": 5, "window_days": 730,
    }  # fmt: skip
    assert measurement.criteria["axes"]["supply_risk"]["shape"] == {"kind": "linear"}
    assert {"id": "concentration", "weight": "0.100"} in measurement.criteria["axes"]["supply_risk"]["criteria"]


# --- what is measured ------------------------------------------------------------------------------


def test_capable_are_qualified_or_known_suppliers_in_business_and_not_ourselves(category, cast):
    known, own, expired, asked = (SupplierFactory() for _ in range(4))
    for supplier in (known, own):
        supplier.categories.add(category)
    update_supplier(supplier=own, is_own=True, by=cast.category_manager)
    yesterday = organisation_today() - timedelta(days=1)
    for supplier in (SupplierFactory(), expired):
        request = request_qualification(supplier=supplier, category=category, by=SYSTEM)
        qualify_supplier(qualification=request, by=SYSTEM)
    Qualification.objects.filter(supplier=expired).update(valid_until=yesterday)
    request_qualification(supplier=asked, category=category, by=SYSTEM)
    deliver(category, known, 1)

    assert reading_of(category, "capable-suppliers").value == 2.0


def test_a_suppliers_own_people_do_not_call_him_our_warehouse(cast):
    with pytest.raises(Invalid):
        update_supplier(supplier=cast.company, is_own=True, by=cast.supplier)

    cast.company.refresh_from_db()
    assert not cast.company.is_own


def test_each_criterion_has_its_own_window_and_the_days_are_told(cast, category):
    supplier = SupplierFactory()
    for number, day in enumerate((DAY, DAY - timedelta(days=400), DAY - timedelta(days=729))):
        deliver(category, supplier, number, amount=1000, day=day)
    spend = Criterion.objects.get(code="spend")
    change_criterion(criterion=spend, by=cast.procurement_head, window_days=365)

    position = position_category(category=category, by=cast.category_manager)

    assert (position.evidence["spend"]["value"], position.evidence["spend"]["count"]) == (1000.0, 1)
    assert position.evidence["spend"]["days"] == ["2025-11-01", "2026-11-01"]
    assert position.spend == Decimal(3000)
    assert position.evidence["concentration"]["count"] == 3


def test_a_day_of_receipt_to_come_does_not_move_the_window(category):
    deliver(category, SupplierFactory(), 1, day=DAY)
    deliver(category, SupplierFactory(), 2, day=date(2099, 1, 1))

    assert window() == (DAY - timedelta(days=730), DAY)


def test_below_its_least_facts_a_measure_is_unknown_and_the_axis_says_how_much_is_known(cast, category):
    supply(category, 1000, 900, lines=2)

    position = position_category(category=category, by=cast.category_manager)
    (risk, _impact) = axes_of(position)

    entry = position.evidence["concentration"]
    assert (entry["count"], entry["score"], entry["source"]) == (4, None, "")
    row = next(r for r in risk.rows if r.criterion.code == "concentration")
    assert (row.source, row.detail, row.bar) == ("unknown", "unknown: 4 facts, 5 needed", None)
    assert position.risk_coverage < 1


def test_an_item_that_nobody_else_makes_is_risk_and_one_we_chose_stands_beside(cast, category):
    sole, chosen = ItemFactory(category=category, sole_source_reason="Patent"), ItemFactory(category=category)
    first = SupplierFactory()
    for supplier in (first, SupplierFactory(), SupplierFactory()):
        supplier.categories.add(category)
    deliver(category, first, 1, amount=300, item=sole)
    deliver(category, first, 2, amount=700, item=chosen)

    position = position_category(category=category, by=cast.category_manager)

    assert position.evidence["sole-sourced"]["value"] == pytest.approx(0.3)
    assert position.beside["single_sourced"] == {"value": pytest.approx(0.7), "count": 2}
    assert ("Bought from one supplier by our choice", "70.0 %", "2 facts") in beside_of(position)


# --- fresh facts -----------------------------------------------------------------------------------


def test_many_fresh_facts_ask_for_one_measuring_which_waits_for_more(cast, category):
    for number in range(3):
        deliver(category, SupplierFactory(), number)
    deliver_pending()

    measurement = Measurement.objects.get()
    assert (measurement.finished_at, measurement.due_at is not None, measure_what_is_due()) == (None, True, 0)
    Measurement.objects.update(due_at=measurement.created_at)
    assert (measure_what_is_due(), measure_what_is_due()) == (1, 0)
    measurement.refresh_from_db()
    assert measurement.finished_at is not None
    assert Position.objects.current().filter(category=category).count() == 1


def test_facts_after_a_measuring_ask_for_the_next_one(category):
    fact = deliver(category, SupplierFactory(), 1)
    deliver_pending()
    Measurement.objects.update(due_at=Measurement.objects.get().created_at)
    measure_what_is_due()

    assert withdraw_observation(source="test", source_key=fact.source_key, by=SYSTEM) == 1
    deliver_pending()

    assert Measurement.objects.running().count() == 1
    assert Measurement.objects.count() == 2


def test_suppliers_and_categories_are_classed_after_the_portfolio_was_measured(cast, category):
    supplier = SupplierFactory()
    for number in range(6):
        deliver(category, supplier, number, day=DAY - timedelta(days=31 * number))
    request_measurement(by=cast.category_manager)

    while deliver_pending():
        pass

    assert set(SupplyClass.objects.values_list("supplier", "category", "abc")) == {
        (supplier.pk, None, "A"),
        (None, category.pk, "A"),
    }


def test_a_person_takes_over_what_waits_and_a_second_one_is_told(cast):
    waiting = request_measurement_later()

    mine = request_measurement(by=cast.category_manager)

    assert (mine.pk, mine.due_at, mine.created_by) == (waiting.pk, None, cast.category_manager)
    with pytest.raises(Refused):
        request_measurement(by=cast.category_manager)
    assert request_measurement_later().pk == waiting.pk
    assert Measurement.objects.count() == 1


def test_a_gathering_measurement_is_not_shown_as_begun(cast):
    request_measurement_later()

    page = cast.client("buyer").get(reverse("procurement:portfolio")).content.decode()

    assert "Measuring now" not in page


# --- assessors -------------------------------------------------------------------------------------


def two_scores(category, criterion, *scores, reason=""):
    for score in scores:
        by = UserFactory(roles=["category_manager"])
        score_criterion(category=category, criterion=criterion, score=Decimal(score), by=by, reason=reason)


def test_several_assessors_give_a_mean_and_their_spread_is_told(cast, category):
    switching, _impact = human_criteria()
    two_scores(category, switching, 2, 5)

    position = position_category(category=category, by=cast.category_manager)

    entry = position.evidence["switching"]
    assert (entry["score"], entry["people"], entry["spread"]) == ("3.50", 2, ["2.00", "5.00"])
    assessed = assessed_by(category, switching)
    assert (assessed.mean, assessed.spread) == (Decimal("3.50"), Decimal(3))


def test_a_consensus_counts_instead_of_the_mean_and_keeps_who_when_and_why(cast, category):
    switching, _impact = human_criteria()
    two_scores(category, switching, 2, 5)
    manager = cast.category_manager
    record_consensus(category=category, criterion=switching, score=Decimal(3), reason="First talk", by=manager)

    record_consensus(category=category, criterion=switching, score=Decimal(4), reason="Trial failed", by=manager)

    entry = position_category(category=category, by=manager).evidence["switching"]
    assert (entry["score"], entry["source"], entry["reason"]) == ("4.00", "consensus", "Trial failed")
    assert (entry["agreed_by"], entry["people"]) == (str(manager), 2)
    held = ScoreConsensus.objects.current().get()
    assert sorted(s["score"] for s in held.scores) == ["2.00", "5.00"]
    assert ScoreConsensus.objects.count() == 2


def test_a_consensus_that_is_lifted_stays_as_a_record_and_the_mean_counts_again(cast, category):
    switching, manager = Criterion.objects.get(code="switching"), cast.category_manager
    two_scores(category, switching, 2, 5)
    held = record_consensus(category=category, criterion=switching, score=Decimal(3), reason="A talk", by=manager)
    with pytest.raises(NotPermitted):
        lift_consensus(consensus=held, by=cast.buyer)
    assert ScoreConsensus.objects.current().get() == held

    lift_consensus(consensus=held, by=cast.procurement_head)

    entry = position_category(category=category, by=manager).evidence["switching"]
    assert (entry["score"], entry["source"]) == ("3.50", "scored")
    assert not ScoreConsensus.objects.current().exists()
    assert (ScoreConsensus.objects.get().scores, ScoreConsensus.objects.get().reason) == (held.scores, "A talk")
    assert [e.name for e in history(category)].count("ConsensusLifted") == 1
    with pytest.raises(Refused, match="holds no longer"):
        lift_consensus(consensus=held, by=manager)
    assert [e.name for e in history(category)].count("ConsensusLifted") == 1


def test_a_consensus_is_lifted_on_its_page_and_by_rest(cast, category):
    switching, manager = Criterion.objects.get(code="switching"), cast.category_manager
    two_scores(category, switching, 2, 5)
    place = [category.public_id, "switching"]
    agree = {"category": category, "criterion": switching, "score": Decimal(3), "reason": "A talk", "by": manager}
    record_consensus(**agree)
    page = cast.client("category_manager").get(reverse("procurement:category-consensus", args=place)).content.decode()
    lift = reverse("procurement:category-consensus-lift", args=place)

    answer = cast.client("category_manager").post(lift)
    gone = cast.client("category_manager").post(lift)
    again = record_consensus(**agree)
    there = f"{api('consensus-list')}{again.public_id}/"
    by_program = [program_of(who).delete(there).status_code for who in (cast.buyer, manager, manager)]

    assert ("Holds now" in page, lift in page) == (True, True)
    assert (answer.status_code, gone.status_code) == (302, 404)
    assert Position.objects.get(category=category, is_current=True).evidence["switching"]["source"] == "scored"
    assert by_program == [403, 200, 409]
    assert not ScoreConsensus.objects.current().exists()


def test_a_consensus_over_a_measure_keeps_the_measured_value(cast, category):
    supply(category, 100000, 90000, lines=12)
    criterion = Criterion.objects.get(code="concentration")
    two_scores(category, criterion, 4, 5, reason="One mill behind both")

    record_consensus(
        category=category, criterion=criterion, score=Decimal(5), reason="Proven", by=cast.category_manager
    )

    entry = position_category(category=category, by=cast.category_manager).evidence["concentration"]
    assert (entry["score"], entry["source"]) == ("5.00", "consensus")
    assert (entry["measured_score"], round(entry["value"], 3)) == ("3.29", 0.501)


@pytest.mark.parametrize(
    ("scores", "reason", "error"), [([3], "Alone", Refused), ([3, 4], " ", Invalid), ([], "None", Refused)]
)
def test_a_consensus_needs_two_assessors_and_a_reason(cast, category, scores, reason, error):
    switching, _impact = human_criteria()
    two_scores(category, switching, *scores)

    with pytest.raises(error):
        record_consensus(
            category=category, criterion=switching, score=Decimal(3), reason=reason, by=cast.category_manager
        )

    assert ScoreConsensus.objects.count() == 0


# --- weights in pairs ------------------------------------------------------------------------------


def three_criteria():
    Criterion.objects.filter(axis="supply_risk").exclude(
        code__in=["switching", "concentration", "capable-suppliers"]
    ).update(is_active=False)
    return [c.code for c in Criterion.objects.active().filter(axis="supply_risk")]


def test_weights_compared_in_pairs_are_set_and_the_judgements_kept(cast):
    a, b, c = three_criteria()

    row = weigh_axis(axis="supply_risk", judgements={(a, b): "2", (a, c): "4", (b, c): "2"}, by=cast.procurement_head)

    weights = {code: Criterion.objects.get(code=code).weight for code in (a, b, c)}
    assert weights == {a: Decimal("0.571"), b: Decimal("0.286"), c: Decimal("0.143")}
    assert (row.consistency_ratio, row.judgements[0]) == (0, [a, b, "2"])
    assert Event.objects.filter(name="CriterionChanged").count() == 3


def test_contradicting_judgements_are_refused_at_a_pair_and_change_nothing(cast):
    a, b, c = three_criteria()
    before = dict(Criterion.objects.values_list("code", "weight"))

    with pytest.raises(Invalid) as refused:
        weigh_axis(axis="supply_risk", judgements={(a, b): "9", (b, c): "9", (a, c): "1/9"}, by=cast.procurement_head)
    with pytest.raises(Invalid) as missing:
        weigh_axis(axis="supply_risk", judgements={(a, b): "2"}, by=cast.procurement_head)

    assert "consistency ratio" in refused.value.message
    assert set(missing.value.errors) == {f"{a}|{c}", f"{b}|{c}"}
    assert dict(Criterion.objects.values_list("code", "weight")) == before
    assert AxisWeighing.objects.count() == 0


def test_the_grid_checks_without_saving_and_saves_what_is_consistent(cast):
    a, b, c = three_criteria()
    url = reverse("procurement:axis-weigh", args=[AxisScale.objects.get(axis="supply_risk").public_id])
    client = cast.client("procurement_head")
    good = {f"{a}|{b}": "2", f"{a}|{c}": "4", f"{b}|{c}": "2"}
    bad = {**good, f"{a}|{c}": "1/9"}

    shown = client.post(url, {**good, "check": "1"})
    refused = client.post(url, bad)
    assert (shown.status_code, refused.status_code, AxisWeighing.objects.count()) == (200, 422, 0)
    saved = client.post(url, good)

    assert "57.1 %" in shown.content.decode()
    assert "over 0.10" in refused.content.decode()
    assert (saved.status_code, AxisWeighing.objects.count()) == (302, 1)
    assert 'value="4" selected' in client.get(url).content.decode()


def test_criteria_axes_consensus_and_weights_can_be_kept_by_rest(cast, category):
    head, manager = program_of(cast.procurement_head), program_of(cast.category_manager)

    made = head.post(api("criterion-list"), {"axis": "supply_risk", "name": "Patents", "weight": "0.2"})
    axis = head.get(api("axis-list")).json()["results"][0]
    bent = head.patch(api("axis-detail", axis["public_id"]), {"rho": "0.5"})
    retired = head.patch(api("criterion-detail", made.json()["public_id"]), {"is_active": False})
    a, b, c = three_criteria()
    pairs = [{"first": x, "second": y, "value": "1"} for x, y in ((a, b), (a, c), (b, c))]
    weighed = head.post(api("weighing-list"), {"axis": "supply_risk", "judgements": pairs})
    twice = head.post(api("weighing-list"), {"axis": "supply_risk", "judgements": [*pairs, pairs[0]]})
    two_scores(category, Criterion.objects.get(code="switching"), 2, 3)
    agreed = {"category": category.code, "criterion": "switching", "score": "3", "reason": "Talked over"}
    consensus = manager.post(api("consensus-list"), agreed)
    refused = program_of(cast.buyer).post(api("consensus-list"), agreed)

    assert (made.status_code, bent.json()["rho"], retired.json()["is_active"]) == (201, "0.500", False)
    assert (weighed.status_code, set(weighed.json()["weights"].values()), twice.status_code) == (
        201,
        {"0.3333333"},
        422,
    )
    assert (consensus.status_code, consensus.json()["score"], refused.status_code) == (201, "3.00", 403)
