"""The quantified Kraljic matrix, sentence by sentence."""

import random
import sys
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules.kraljic import sensitivity
from procurement.rules.kraljic.axes import Scale, round_value
from procurement.rules.kraljic.compute import WORK_LIMIT, compute
from procurement.rules.kraljic.together import compute_together
from srm.money.exact import CalcError

LINEAR = {"kind": "linear"}


def axis(high_means, *, low="0", high="1", shape=LINEAR, **more):
    return {"low": low, "high": high, "high_means": high_means, "shape": shape, **more}


def matrix(*items, risk=None, impact=None, **more):
    axes = {"supply_risk": risk or axis("high_risk"), "profit_impact": impact or axis("high_impact")}
    return {"axes": axes, "items": list(items), **more}


def item(risk, impact, name="X"):
    return {"id": name, "supply_risk": risk, "profit_impact": impact}


def published(*items, **more):
    """The axes of the worked example in the source."""
    return matrix(
        *items,
        risk=axis("low_risk", low="1", high="5", shape={"kind": "exponential", "rho": "0.653"}),
        impact=axis("high_impact", low="1", high="10", shape={"kind": "exponential", "rho": "0.70"}),
        **more,
    )


def faults_of(data):
    with pytest.raises(CalcError) as caught:
        compute(data)
    return caught.value.faults


def test_the_published_example():
    result = compute(published(item("3.01", "4.84", "a"), item("1.66", "4.02", "b"), item("1.00", "7.47", "c")))

    assert result == {
        "items": [
            {"id": "a", "supply_risk": 0.2112541, "profit_impact": 0.9336977, "quadrant": "leverage"},
            {"id": "b", "supply_risk": 0.6221418, "profit_impact": 0.8808636, "quadrant": "strategic"},
            {"id": "c", "supply_risk": 1.0, "profit_impact": 0.9910284, "quadrant": "strategic"},
        ],
        "counts": {"strategic": 2, "leverage": 1, "bottleneck": 0, "routine": 0},
    }


@pytest.mark.parametrize(
    ("risk", "impact", "quadrant"),
    [
        ("0.5", "0.5", "strategic"),
        ("0.4999999", "0.5", "leverage"),
        ("0.5", "0.4999999", "bottleneck"),
        ("0.4999999", "0.4999999", "routine"),
        ("0.49999995", "0.49999994", "bottleneck"),
    ],
)
def test_at_or_above_the_threshold_is_high_after_rounding(risk, impact, quadrant):
    assert compute(matrix(item(risk, impact)))["items"][0]["quadrant"] == quadrant


def test_thresholds_may_be_given_for_each_axis():
    result = compute(matrix(item("0.6", "0.3"), thresholds={"supply_risk": "0.61", "profit_impact": "0.3"}))

    assert result["items"][0]["quadrant"] == "leverage"


def test_an_inverted_axis_is_one_minus_the_value():
    result = compute(matrix(item("0.25", "0.1"), risk=axis("low_risk"), impact=axis("low_impact")))

    assert result["items"][0] == {"id": "X", "supply_risk": 0.75, "profit_impact": 0.9, "quadrant": "strategic"}


def test_rho_zero_is_linear_and_a_tiny_rho_nearly_so():
    values = [
        compute(matrix(item("0.3", "0"), risk=axis("high_risk", shape={"kind": "exponential", "rho": rho})))
        for rho in ("0", "1e-30", "-1e-30")
    ]

    assert [value["items"][0]["supply_risk"] for value in values] == [0.3, 0.3, 0.3]


@pytest.mark.parametrize(("rho", "value"), [("2", 0.7310586), ("-2", 0.2689414), ("1e30", 1.0), ("-1e30", 0.0)])
def test_rho_bends_the_line_either_way_without_overflow(rho, value):
    result = compute(matrix(item("0.5", "0"), risk=axis("high_risk", shape={"kind": "exponential", "rho": rho})))

    assert result["items"][0]["supply_risk"] == value


def test_criteria_give_the_weighted_mean_of_their_values_with_weights_normalised():
    criteria = [{"id": "suppliers", "weight": "3"}, {"id": "storage", "weight": "1"}]
    scored = {"id": "X", "scores": {"supply_risk": {"storage": "5", "suppliers": "2"}}, "profit_impact": "1"}

    result = compute(matrix(scored, risk=axis("low_risk", low="1", high="5", criteria=criteria)))

    assert result["items"][0]["supply_risk"] == 0.5625


def test_an_item_may_give_an_axis_directly_although_it_has_criteria():
    criteria = [{"id": "suppliers", "weight": "1"}]

    result = compute(matrix(item("0.7", "0"), risk=axis("high_risk", criteria=criteria)))

    assert result["items"][0]["supply_risk"] == 0.7


CRITERIA = [{"id": "a", "weight": "1"}, {"id": "b", "weight": "2"}]
WITH_CRITERIA = {"risk": axis("high_risk", criteria=CRITERIA)}


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (
            matrix(item("0", "0"), risk=axis("high_risk", low="1", high="1")),
            [("axes.supply_risk.low", "not below high"), ("items[0].supply_risk", "outside the scale 1 to 1: 0")],
        ),
        (matrix(item("1.01", "0")), [("items[0].supply_risk", "outside the scale 0 to 1: 1.01")]),
        (matrix(item("0", "-0.01")), [("items[0].profit_impact", "outside the scale 0 to 1: -0.01")]),
        (matrix({"id": "X", "supply_risk": "0"}), [("items[0].profit_impact", "missing")]),
        (
            matrix({"id": "X", "profit_impact": "0", "scores": {"supply_risk": {"a": "1", "c": "2"}}}, **WITH_CRITERIA),
            [
                ("items[0].scores.supply_risk.b", "missing"),
                ("items[0].scores.supply_risk.c", "no such criterion"),
            ],
        ),
        (
            matrix({"id": "X", "profit_impact": "0", "scores": {"supply_risk": {"a": "1", "b": "2"}}}, **WITH_CRITERIA),
            [("items[0].scores.supply_risk.b", "outside the scale 0 to 1: 2")],
        ),
        (
            matrix({**item("0", "0"), "scores": {"supply_risk": {"a": "1", "b": "1"}}}, **WITH_CRITERIA),
            [("items[0].scores.supply_risk", "given besides supply_risk")],
        ),
        (
            matrix({"id": "X", "profit_impact": "0", "scores": {"supply_risk": {"a": "1"}}}),
            [("items[0].scores.supply_risk", "the axis has no criteria")],
        ),
        (
            matrix(risk=axis("high_risk", criteria=[{"id": "a", "weight": "0"}])),
            [("axes.supply_risk.criteria", "the weights add up to nothing")],
        ),
        (
            matrix(sensitivity={"draws": 1, "weight_spread": "1", "seed": 1}),
            [("sensitivity.weight_spread", "not below 1: 1")],
        ),
        (
            matrix(item("0", "0"), sensitivity={"draws": WORK_LIMIT + 1, "weight_spread": "0", "seed": 1}),
            [("sensitivity.draws", f"more than {WORK_LIMIT} draws over all items")],
        ),
    ],
)
def test_scores_that_mean_nothing_are_refused_with_their_path(data, faults):
    assert faults_of(data) == faults


def independent_stability(values, weights, thresholds, draws, spread, seed):
    """The text's recipe written down once more, the slow and plain way: two axes, criteria on both."""
    rng = random.Random(seed)
    seen = {}
    names = {(True, True): "strategic", (False, True): "leverage", (True, False): "bottleneck"}
    for _ in range(draws):
        limits = [threshold + rng.uniform(-spread, spread) for threshold in thresholds]
        high = []
        for axis_values, axis_weights, limit in zip(values, weights, limits, strict=True):
            shaken = [weight * (1 + rng.uniform(-spread, spread)) for weight in axis_weights]
            mean = sum(w / sum(shaken) * v for w, v in zip(shaken, axis_values, strict=True))
            high.append(round(mean, 7) >= limit)
        name = names.get(tuple(high), "routine")
        seen[name] = seen.get(name, 0) + 1
    return {name: round(count / draws, 7) for name, count in seen.items()}


def test_stability_follows_the_published_order_of_draws():
    impact_criteria = [{"id": "c", "weight": "5"}, {"id": "d", "weight": "3"}, {"id": "e", "weight": "2"}]
    scores = {
        "supply_risk": {"a": "0.9", "b": "0.3"},
        "profit_impact": {"c": "0.2", "d": "0.8", "e": "0.9"},
    }
    data = matrix(
        {"id": "X", "scores": scores},
        risk=axis("high_risk", criteria=CRITERIA),
        impact=axis("high_impact", criteria=impact_criteria),
        sensitivity={"draws": 700, "weight_spread": "0.10", "seed": 7},
    )

    result = compute(data)

    expected = independent_stability([[0.9, 0.3], [0.2, 0.8, 0.9]], [[1, 2], [5, 3, 2]], [0.5, 0.5], 700, 0.1, 7)
    assert result["items"][0]["stability"] == expected
    assert len(expected) == 4


def test_directly_scored_items_are_shaken_by_the_thresholds_alone():
    asked = {"draws": 1000, "weight_spread": "0.1", "seed": 1}

    rows = compute(matrix(item("0.5", "0.9"), item("0.8", "0.9", "firm"), sensitivity=asked))["items"]

    rng = random.Random(1)
    highs = sum(0.5 + [rng.uniform(-0.1, 0.1), rng.uniform(-0.1, 0.1)][0] <= 0.5 for _ in range(1000))
    assert rows[0]["stability"] == {"strategic": highs / 1000, "leverage": (1000 - highs) / 1000}
    assert rows[1]["stability"] == {"strategic": 1.0}


def test_without_spread_every_draw_agrees_with_the_quadrant_even_at_the_threshold():
    near = {"id": "X", "scores": {"supply_risk": {"a": "0.49999996", "b": "0.49999996"}}, "profit_impact": "0.2"}
    asked = {"draws": 3, "weight_spread": "0", "seed": 1}

    (row,) = compute(matrix(near, sensitivity=asked, **WITH_CRITERIA))["items"]

    assert (row["quadrant"], row["stability"]) == ("bottleneck", {"bottleneck": 1.0})


def test_an_inverted_axis_is_shaken_after_its_inversion():
    scored = {"id": "X", "scores": {"supply_risk": {"a": "0.1", "b": "0.2"}}, "profit_impact": "0.2"}
    asked = {"draws": 50, "weight_spread": "0.1", "seed": 1}

    (row,) = compute(matrix(scored, risk=axis("low_risk", criteria=CRITERIA), sensitivity=asked))["items"]

    assert row["stability"] == {"bottleneck": 1.0}


def test_the_same_seed_gives_the_same_shares():
    asked = {"draws": 100, "weight_spread": "0.2", "seed": 5}
    data = matrix(item("0.45", "0.55"), sensitivity=asked)

    assert compute(data) == compute(data)


@pytest.mark.parametrize(("value", "rounded"), [(0.00000005, 1e-7), (0.123456749, 0.1234567), (-2.3e-16, 0.0)])
def test_values_are_rounded_half_up_at_seven_decimals(value, rounded):
    assert round_value(value) == rounded


@given(
    rho=st.floats(-50, 50),
    scores=st.lists(st.floats(1, 5), min_size=2, max_size=2).map(sorted),
)
def test_a_value_function_rises_from_zero_to_one(rho, scores):
    scale = Scale(low=1, high=5, rho=rho, inverted=False, weights={})

    low, high = (scale.value(score) for score in scores)

    assert -1e-12 <= low <= high + 1e-12 <= 1 + 1e-9
    assert scale.value(1) == pytest.approx(0)
    assert scale.value(5) == pytest.approx(1)


@given(
    values=st.lists(st.floats(0, 1), min_size=1, max_size=6),
    weights=st.lists(st.floats(0.01, 9), min_size=6, max_size=6),
    inverted=st.booleans(),
    seed=st.integers(0, 99),
)
def test_draws_with_and_without_numpy_give_the_same_shares(values, weights, inverted, seed):
    criteria = [{"id": f"c{i}", "weight": repr(weights[i])} for i in range(len(values))]
    scored = {
        "id": "X",
        "scores": {"supply_risk": {f"c{i}": repr(v) for i, v in enumerate(values)}},
        "profit_impact": "1",
    }
    asked = {"draws": 40, "weight_spread": "0.1", "seed": seed}
    data = matrix(scored, risk=axis("low_risk" if inverted else "high_risk", criteria=criteria), sensitivity=asked)
    with_numpy = compute(data)

    with mock.patch.object(sensitivity, "fast", return_value=None):
        without = compute(data)

    assert with_numpy == without


def test_where_numpy_is_not_installed_the_draws_do_without(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)

    assert sensitivity.fast.__wrapped__() is None


def test_items_of_the_same_axes_are_computed_together_as_each_would_be_alone():
    asked = {"draws": 40, "weight_spread": "0.1", "seed": 3}
    alike = [matrix(item("0.52", "0.4", name), sensitivity=asked) for name in "AB"]
    other = published(item("2", "3", "C"), sensitivity=asked)

    found = compute_together([*alike, {}, other])

    assert found == {one["items"][0]["id"]: compute(one)["items"][0] for one in [*alike, other]}
