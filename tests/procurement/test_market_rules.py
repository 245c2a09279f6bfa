"""Measures of a market from sums over its facts: worked by hand, and what must hold for any facts."""

import math
import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import market, measures
from procurement.rules.kraljic.compute import compute
from procurement.rules.kraljic.together import compute_together
from procurement.rules.market import Cell, Market, Moments, Reading
from procurement.rules.measures import ScaleOfScores

NONE = Moments(0, 0.0, 0.0)


def moments(*values):
    return Moments(len(values), statistics.fmean(values), statistics.pvariance(values)) if values else NONE


def cell(supplier, amount, item=1, lines=5, prices=(), leads=(), delays=(), quantity=0.0, paid=0.0):
    return Cell(
        item, supplier, lines, Decimal(str(amount)), moments(*prices), moments(*leads), moments(*delays), quantity, paid
    )


def a_market(*cells, own=(), capable=3, countries=None, no_alternative=()):
    return Market(list(cells), frozenset(own), capable, countries or {}, frozenset(no_alternative))


def value(measure, *args, **kwargs):
    reading = market.read(measure, a_market(*args, **kwargs))
    return None if reading is None else (round(reading.value, 6), reading.count)


def test_shares_and_concentration_count_suppliers_but_not_our_own_warehouse():
    cells = [cell(1, 60), cell(2, 30), cell(3, 10), cell(9, 900, lines=100)]

    assert value("largest_share", *cells, own=[9]) == (0.6, 15)
    assert value("concentration", *cells, own=[9]) == (0.46, 15)
    assert value("largest_share", *cells) == (0.9, 115)
    assert value("spend", *cells, own=[9]) == (1000.0, 115)
    assert market.own_warehouse(a_market(*cells, own=[9])) == Reading(0.9, 100)
    assert market.own_warehouse(a_market(*cells)) is None


def test_what_only_our_own_warehouse_issued_has_no_market():
    for measure in ("largest_share", "concentration", "lead_time", "price_volatility", "sole_sourced", "geography"):
        assert value(measure, cell(9, 900, prices=(1, 2), leads=(3, 4, 5)), own=[9], countries={9: "DE"}) is None


def test_nobody_known_is_unknown_and_not_a_market_of_none():
    assert value("capable_suppliers", capable=0) is None
    assert value("capable_suppliers", capable=4) == (4.0, 4)
    assert value("spend") is None


def test_one_late_supplier_is_performance_and_a_market_that_shares_it_is_risk():
    even = [cell(s, 1, delays=(0, 0, 0, 0)) for s in (1, 2)]
    late = cell(3, 1, delays=(0, 90, 0, 90))

    assert value("delay_spread", *even, late) == (0.0, 12)
    shared = [cell(s, 1, delays=(0, 90, 0, 90)) for s in (1, 2)]
    assert value("delay_spread", cell(3, 1, delays=(0, 0, 0, 0)), *shared) == (45.0, 12)


def test_lead_time_is_that_of_the_middle_supplier_over_all_his_items():
    cells = [
        cell(1, 1, item=1, leads=(10, 20)), cell(1, 1, item=2, leads=(30,)), cell(2, 1, leads=(40, 40, 40)),
        cell(3, 1, leads=(100, 110, 120)), cell(4, 1, leads=(900, 900)),
    ]  # fmt: skip

    assert value("lead_time", *cells) == (40.0, 9)  # the fourth has two lines only
    assert value("lead_time_spread", *cells) == (8.164966, 9)
    assert value("lead_time", cell(1, 1, leads=(1, 2))) is None


def test_volatility_is_weighted_over_items_and_one_line_says_nothing():
    cells = [
        cell(1, 1, item=1, prices=(90, 110)), cell(2, 1, item=1, prices=(90, 110)), cell(1, 1, item=2, prices=(5, 5)),
        cell(1, 1, item=3, prices=(7,)), cell(1, 1, item=None, prices=(1, 99)),
    ]  # fmt: skip

    assert value("price_volatility", *cells) == (round((4 * 0.1 + 2 * 0) / 6, 6), 6)


def test_sole_sourced_has_no_alternative_and_single_sourced_is_our_choice():
    cells = [cell(1, 50, item=1), cell(1, 30, item=2), cell(2, 15, item=3), cell(1, 5, item=3), cell(1, 999, item=None)]
    known = a_market(*cells, no_alternative=[1])

    assert market.read("sole_sourced", known) == Reading(0.5, 3)
    assert market.single_sourced(known) == Reading(0.3, 3)
    alone = a_market(*cells[:2], capable=1)
    assert (market.read("sole_sourced", alone), market.single_sourced(alone)) == (Reading(1.0, 2), Reading(0.0, 2))


def test_geography_knows_only_suppliers_whose_country_is_known():
    cells = [cell(1, 50), cell(2, 30), cell(3, 20), cell(4, 900)]

    assert value("geography", *cells, countries={1: "DE", 2: "DE", 3: "PL"}) == (0.68, 15)
    assert value("geography", *cells) is None


def test_the_gap_to_the_market_is_what_the_best_price_would_have_saved():
    cells = [
        cell(1, 1, item=1, prices=(10, 10), quantity=100, paid=1000),
        cell(2, 1, item=1, prices=(8,), quantity=50, paid=400),
        cell(1, 1, item=2, prices=(3,), quantity=10, paid=30),
    ]  # fmt: skip

    assert market.price_gap(a_market(*cells)) == Reading(pytest.approx(1 - 8 * 150 / 1400), 3)
    assert market.price_gap(a_market(cells[2])) is None


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_concentration_lies_between_even_shares_and_the_largest_one(amounts):
    one = a_market(*(cell(supplier, amount) for supplier, amount in enumerate(amounts)))

    hhi, largest = market.read("concentration", one), market.read("largest_share", one)

    assert 1 / len(amounts) - 1e-9 <= hhi.value <= largest.value + 1e-9 <= 1 + 1e-9
    assert hhi.count == largest.count == 5 * len(amounts)


@given(st.lists(st.lists(st.floats(-1e6, 1e6), max_size=8), max_size=6))
def test_pooled_moments_are_those_of_all_the_values(groups):
    everything = [v for group in groups for v in group]

    found = market.pooled(moments(*group) for group in groups)

    assert found.n == len(everything)
    if everything:
        assert found.mean == pytest.approx(statistics.fmean(everything), abs=1e-6)
        assert math.sqrt(found.variance) == pytest.approx(statistics.pstdev(everything), abs=1e-4)


@given(
    values=st.lists(st.floats(0, 1e9), min_size=2, max_size=2).map(sorted),
    bounds=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).filter(lambda b: b[0] != b[1]),
    scoring=st.sampled_from(["linear", "log"]),
    inverted=st.booleans(),
)
def test_scores_stay_on_the_scale_and_follow_the_value(values, bounds, scoring, inverted):
    scale = ScaleOfScores(2, 10, inverted)

    first, second = (measures.score(scoring, v, *bounds, scale) for v in values)

    assert Decimal(2) <= min(first, second) <= max(first, second) <= Decimal(10)
    rises = (bounds[0] < bounds[1]) is not inverted
    assert first <= second if rises else first >= second


def test_an_inverted_axis_turns_the_score_round_so_that_the_axis_value_stays():
    straight, turned = ScaleOfScores(1, 5), ScaleOfScores(1, 5, inverted=True)

    assert str(measures.score("linear", 0.4, 0.2, 1.0, straight)) == "2.00"
    assert str(measures.score("linear", 0.4, 0.2, 1.0, turned)) == "4.00"


def test_a_percentile_is_the_place_among_all():
    among = [10.0, 20.0, 20.0, 1000.0]

    assert [str(measures.score_by_rank(v, among)) for v in among] == ["1.00", "3.00", "3.00", "5.00"]
    assert str(measures.score_by_rank(7.0, [7.0])) == "3.00"


def test_items_computed_together_get_what_each_gets_alone():
    axis = {"low": 1, "high": 5, "high_means": "high_risk", "shape": {"kind": "linear"}}
    criteria = [{"id": "a", "weight": "2"}, {"id": "b", "weight": "1"}]
    impact = {**axis, "high_means": "high_impact", "criteria": [{"id": "c", "weight": "1"}]}

    def one(name, scores, used):
        risk = {**axis, "criteria": used}
        item = {"id": name, "scores": {"supply_risk": scores, "profit_impact": {"c": "3"}}}
        draws = {"draws": 50, "weight_spread": "0.1", "seed": 1}
        return {"axes": {"supply_risk": risk, "profit_impact": impact}, "items": [item], "sensitivity": draws}

    inputs = [
        one("x", {"a": "3.1", "b": "2.9"}, criteria), one("y", {"a": "3"}, criteria[:1]), {},
        one("z", {"a": "2", "b": "4.9"}, criteria),
    ]  # fmt: skip

    found = compute_together(inputs)

    assert found == {one["items"][0]["id"]: compute(one)["items"][0] for one in inputs if one}
