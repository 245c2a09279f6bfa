"""Ranking of bids, sentence by sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srm.money.exact import CalcError
from tenders.rules.score.compute import compute

PRICE = {"id": "price", "kind": "price", "weight": "40"}
WARRANTY = {"id": "warranty", "kind": "scored", "weight": "35", "max_score": "5", "aggregate": "mean"}
ISO = {"id": "iso", "kind": "pass_fail"}


def bid(name, price="100", at="2026-11-02T10:00:00Z", **more):
    return {"id": name, "price": price, "received_at": at, **more}


def tender(*bids, criteria=(PRICE,), method="points", formula="min_ratio", tie_break=("total",), **more):
    return {
        "currency": "EUR",
        "method": method,
        "price_formula": formula,
        "criteria": list(criteria),
        "tie_break": list(tie_break),
        "bids": list(bids),
        **more,
    }


def totals(result):
    return {row["id"]: row["total"] for row in result["ranking"]}


def ranks(result):
    return [(row["id"], row["rank"]) for row in result["ranking"]]


def faults_of(data):
    with pytest.raises(CalcError) as caught:
        compute(data)
    return caught.value.faults


def test_prices_of_100_105_and_108_at_40_percent_earn_the_published_points():
    result = compute(tender(bid("A", "100"), bid("B", "105"), bid("C", "108")))

    assert totals(result) == {"A": "40.00", "B": "38.10", "C": "37.04"}


def test_technical_and_price_points_add_up_to_the_published_totals():
    technical = {"id": "t", "kind": "scored", "weight": "70", "max_score": "100", "aggregate": "mean"}
    scores = {"A": "75", "B": "80", "C": "90"}
    prices = {"A": "120", "B": "100", "C": "110"}
    bids = [bid(name, prices[name], scores={"t": {"p1": scores[name]}}) for name in "ABC"]

    result = compute(tender(*bids, criteria=[{**PRICE, "weight": "30"}, technical]))

    assert result["ranking"] == [
        {"id": "C", "rank": 1, "total": "90.27", "points": {"price": "27.27", "t": "63.00"}},
        {"id": "B", "rank": 2, "total": "86.00", "points": {"price": "30.00", "t": "56.00"}},
        {"id": "A", "rank": 3, "total": "77.50", "points": {"price": "25.00", "t": "52.50"}},
    ]


def test_a_coefficient_of_nine_sevenths_compares_499_as_388_11():
    features = [{"id": "air", "max": "0.15"}, {"id": "noise", "max": "0.15"}]
    chosen = bid("A", "499.00", features={"air": "0.10", "noise": "0.10"})

    result = compute(tender(chosen, method="coefficient", criteria=[], features=features))

    assert result["ranking"] == [{"id": "A", "rank": 1, "total": "388.11", "points": {}, "compared": "388.11"}]


@pytest.mark.parametrize(
    ("formula", "better", "expected"),
    [
        ("min_ratio", "lower", {"A": "40.00", "B": "26.67", "C": "13.33"}),
        ("linear_to_min", "lower", {"A": "40.00", "B": "20.00", "C": "0.00"}),
        ("range", "lower", {"A": "40.00", "B": "30.00", "C": "0.00"}),
        ("from_ceiling", "lower", {"A": "30.00", "B": "25.00", "C": "10.00"}),
        ("min_ratio", "higher", {"A": "13.33", "B": "20.00", "C": "40.00"}),
        ("linear_to_min", "higher", {"A": "13.33", "B": "20.00", "C": "40.00"}),
        ("range", "higher", {"A": "0.00", "B": "10.00", "C": "40.00"}),
    ],
)
def test_each_price_formula_gives_its_share_of_the_weight(formula, better, expected):
    bids = [bid("A", "100"), bid("B", "150"), bid("C", "300")]

    result = compute(tender(*bids, formula=formula, better=better, ceiling="400"))

    assert totals(result) == expected


@pytest.mark.parametrize("better", ["lower", "higher"])
def test_equal_prices_all_earn_the_whole_weight_of_a_range(better):
    result = compute(tender(bid("A"), bid("B"), formula="range", better=better))

    assert totals(result) == {"A": "40.00", "B": "40.00"}


def test_a_price_at_the_ceiling_stays_and_one_over_it_is_excluded():
    result = compute(tender(bid("A", "1000"), bid("B", "1000.01"), formula="from_ceiling", ceiling="1000"))

    assert totals(result) == {"A": "0.00"}
    assert result["excluded"] == [{"id": "B", "criterion": "price", "reason": "1000.01 is over the ceiling 1000.00"}]


def test_from_ceiling_is_refused_where_the_higher_price_is_better():
    faults = faults_of(tender(bid("A"), formula="from_ceiling", ceiling="1000", better="higher"))

    assert faults == [("price_formula", "from_ceiling is refused where the higher price is better")]


def test_below_the_minimum_excludes_and_at_the_minimum_does_not():
    criterion = {**WARRANTY, "min_score": "3"}
    bids = [bid("A", scores={"warranty": {"p1": "3"}}), bid("B", scores={"warranty": {"p1": "3", "p2": "2.9"}})]

    result = compute(tender(*bids, criteria=[criterion]))

    assert totals(result) == {"A": "21.00"}
    assert result["excluded"] == [{"id": "B", "criterion": "warranty", "reason": "2.95 is below the minimum 3"}]


def test_each_failed_criterion_stands_on_its_own_row():
    criterion = {**WARRANTY, "min_score": "3"}
    failing = bid("A", scores={"warranty": {"p1": "1", "p2": "1", "p3": "2"}}, answers={"iso": False})

    result = compute(tender(failing, criteria=[PRICE, ISO, criterion]))

    assert result["ranking"] == []
    assert result["excluded"] == [
        {"id": "A", "criterion": "iso", "reason": "not met"},
        {"id": "A", "criterion": "warranty", "reason": "4/3 is below the minimum 3"},
    ]


def test_an_excluded_bid_sets_no_minimum():
    bids = [
        bid("cheap", "50", answers={"iso": False}),
        *(bid(n, p, answers={"iso": True}) for n, p in [("A", "100"), ("B", "200")]),
    ]

    result = compute(tender(*bids, criteria=[PRICE, ISO]))

    assert totals(result) == {"A": "40.00", "B": "20.00"}


def test_an_excluded_bid_sets_no_maximum():
    bids = [
        bid("dear", "900", answers={"iso": False}),
        *(bid(n, p, answers={"iso": True}) for n, p in [("A", "100"), ("B", "200")]),
    ]

    result = compute(tender(*bids, criteria=[PRICE, ISO], formula="range"))

    assert totals(result) == {"A": "40.00", "B": "0.00"}


@pytest.mark.parametrize(
    ("aggregate", "scores", "points"),
    [
        ("mean", "1 2 5", "18.67"),
        ("median", "1 2 5", "14.00"),
        ("median", "1 2 3 5", "17.50"),
        ("consensus", "4 4", "28.00"),
    ],
)
def test_the_panel_s_scores_are_aggregated(aggregate, scores, points):
    given_scores = {f"p{index}": score for index, score in enumerate(scores.split())}

    result = compute(
        tender(bid("A", scores={"warranty": given_scores}), criteria=[{**WARRANTY, "aggregate": aggregate}])
    )

    assert totals(result) == {"A": points}


def test_without_consensus_a_criterion_is_open_and_nothing_is_ranked():
    criterion = {**WARRANTY, "aggregate": "consensus"}
    bids = [bid("A", scores={"warranty": {"p1": "4", "p2": "5"}}), bid("B", scores={"warranty": {"p1": "4"}})]

    result = compute(tender(*bids, criteria=[PRICE, criterion]))

    assert result["ranking"] == []
    assert result["open"] == [{"criterion": "warranty", "bids": ["A"]}]
    assert result["spread"] == {"warranty": {"A": "1"}}


def test_missing_scores_and_answers_leave_their_criteria_open():
    bids = [
        bid("A", answers={"iso": True}),
        bid("B", scores={"warranty": {}}),
        bid("C", scores={"warranty": {"p1": "5"}}),
    ]

    result = compute(tender(*bids, criteria=[WARRANTY, ISO]))

    assert result["ranking"] == []
    assert result["open"] == [
        {"criterion": "warranty", "bids": ["A", "B"]},
        {"criterion": "iso", "bids": ["B", "C"]},
    ]
    assert result["excluded"] == []


def test_spread_needs_two_evaluators():
    bids = [
        bid("A", scores={"warranty": {"p1": "4", "p2": "2.50", "p3": "3"}}),
        bid("B", scores={"warranty": {"p1": "4"}}),
        bid("C", scores={"warranty": {"p1": "4", "p2": "4.0"}}),
    ]

    assert compute(tender(*bids, criteria=[WARRANTY]))["spread"] == {"warranty": {"A": "1.5", "C": "0"}}


def test_lowest_cost_wins_and_an_addition_counts():
    bids = [bid("A", "100", addition="30"), bid("B", "120"), bid("C", "140", addition="-15.5")]

    result = compute(tender(*bids, method="cost", criteria=[]))

    assert [(row["id"], row["compared"]) for row in result["ranking"]] == [
        ("B", "120.00"),
        ("C", "124.50"),
        ("A", "130.00"),
    ]


def test_where_higher_is_better_an_addition_is_deducted_and_the_highest_wins():
    result = compute(
        tender(bid("A", "100", addition="30"), bid("B", "90"), method="cost", criteria=[], better="higher")
    )

    assert [(row["id"], row["total"]) for row in result["ranking"]] == [("B", "90.00"), ("A", "70.00")]


def test_where_higher_is_better_the_coefficient_multiplies():
    features = [{"id": "air", "max": "0.5"}]
    bids = [bid("A", "100", features={"air": "0.5"}), bid("B", "150")]

    result = compute(tender(*bids, method="coefficient", criteria=[], features=features, better="higher"))

    assert [(row["id"], row["compared"]) for row in result["ranking"]] == [("A", "200.00"), ("B", "150.00")]


def test_compared_money_is_shown_at_the_minor_unit():
    result = compute({**tender(bid("A", "100.6"), method="cost", criteria=[]), "currency": "JPY"})

    assert totals(result) == {"A": "101"}


def test_without_rounding_exact_values_rank():
    result = compute(tender(bid("A", "100.001"), bid("B", "100"), method="cost", criteria=[]))

    assert ranks(result) == [("B", 1), ("A", 2)]


def test_rounding_the_total_makes_equals_and_equals_share_a_rank_and_stand_by_id():
    bids = [bid("C", "100.001"), bid("A", "100"), bid("D", "101"), bid("B", "100.002")]

    result = compute(tender(*bids, method="cost", criteria=[], rounding={"total": 2}))

    assert ranks(result) == [("A", 1), ("B", 1), ("C", 1), ("D", 4)]


def test_rounding_each_criterion_changes_the_sum():
    criteria = [{**WARRANTY, "id": name, "weight": "1", "max_score": "3"} for name in "xyz"]
    scores = {name: {"p1": "1"} for name in "xyz"}

    exact = compute(tender(bid("A", scores=scores), criteria=criteria))
    rounded = compute(tender(bid("A", scores=scores), criteria=criteria, rounding={"criterion": 2}))

    assert totals(exact) == {"A": "1.00"}
    assert totals(rounded) == {"A": "0.99"}


def test_the_tie_break_parts_by_price_then_by_time():
    features = [{"id": "air", "max": "0.5"}]
    bids = [
        bid("late", "100", at="2026-11-02T12:00:01+02:00"),
        bid("early", "100", at="2026-11-02T10:00:00.999999Z"),
        bid("dear", "200", features={"air": "0.5"}),
    ]

    result = compute(
        tender(*bids, method="coefficient", criteria=[], features=features, tie_break=["total", "price", "received_at"])
    )

    assert ranks(result) == [("early", 1), ("late", 2), ("dear", 3)]


def test_where_higher_is_better_the_higher_price_wins_a_tie():
    bids = [bid("A", "100"), bid("B", "110", addition="10")]

    result = compute(tender(*bids, method="cost", criteria=[], better="higher", tie_break=["total", "price"]))

    assert ranks(result) == [("B", 1), ("A", 2)]


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ("60 100 100", [("A", "mean_40"), ("A", "next_30")]),
        ("60.01 100 100", [("A", "next_30")]),
        ("70 100", [("A", "next_30")]),
        ("70.01 100", []),
        ("50 55 200", [("A", "mean_40"), ("B", "mean_40")]),
        ("10 10 10", []),
        ("1", []),
    ],
)
def test_prices_far_below_the_others_are_flagged(prices, expected):
    bids = [bid(name, price) for name, price in zip("ABC", prices.split(), strict=False)]

    flagged = compute(tender(*bids))["abnormally_low"]

    assert [(row["id"], row["rule"]) for row in flagged] == expected


def test_prices_are_not_flagged_where_higher_is_better():
    assert compute(tender(bid("A", "1"), bid("B"), bid("C"), better="higher"))["abnormally_low"] == []


def test_an_excluded_bid_flags_nobody():
    bids = [bid("A", "60", answers={"iso": True}), bid("B", "100", answers={"iso": False})]

    assert compute(tender(*bids, criteria=[PRICE, ISO]))["abnormally_low"] == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"tie_break": ["price", "total"]}, ("tie_break[0]", 'expected "total" first')),
        ({"tie_break": ["total", "price", "price"]}, ("tie_break[2]", 'duplicate: "price"')),
        ({"criteria": [PRICE, {**PRICE, "id": "p2"}]}, ("criteria[1].kind", "a second price criterion")),
        ({"criteria": [{"id": "p", "kind": "price"}]}, ("criteria[0].weight", "missing")),
        ({"price_formula": None}, ("price_formula", "missing")),
        ({"price_formula": "from_ceiling"}, ("ceiling", "missing")),
        ({"bids": [bid("A", scores={"x": {"p1": "1"}})]}, ("bids[0].scores.x", "no such scored criterion")),
        ({"bids": [bid("A", answers={"x": True})]}, ("bids[0].answers.x", "no such pass_fail criterion")),
        ({"bids": [bid("A", features={"x": "1"})]}, ("bids[0].features.x", "no such feature")),
    ],
)
def test_a_scheme_that_cannot_judge_is_refused_with_its_path(change, fault):
    assert faults_of({**tender(bid("A")), **change}) == [fault]


def test_scores_above_the_maximum_are_refused():
    data = tender(bid("A", scores={"warranty": {"p1": "5.01"}}), criteria=[WARRANTY])

    assert faults_of(data) == [("bids[0].scores.warranty.p1", "above the criterion's max_score")]


def test_features_that_add_up_to_one_are_refused():
    features = [{"id": "a", "max": "0.5"}, {"id": "b", "max": "0.5"}]

    faults = faults_of(tender(bid("A", features={"a": "0.6"}), method="coefficient", criteria=[], features=features))

    assert faults == [
        ("features", "the maxima add up to 1 or more"),
        ("bids[0].features.a", "above its maximum: 0.6"),
    ]


prices = st.decimals(min_value="0.01", max_value="100000", places=2)


@settings(max_examples=60)
@given(
    listed=st.lists(prices, min_size=1, max_size=6),
    scale=st.decimals(min_value="0.001", max_value="1000", places=3),
    formula=st.sampled_from(["min_ratio", "linear_to_min", "range"]),
    better=st.sampled_from(["lower", "higher"]),
)
def test_ranks_do_not_change_when_all_prices_are_scaled(listed, scale, formula, better):
    def ranking(factor):
        bids = [bid(f"B{index}", str(price * factor)) for index, price in enumerate(listed)]
        return ranks(compute(tender(*bids, formula=formula, better=better)))

    assert ranking(scale) == ranking(1)


@settings(max_examples=60)
@given(listed=st.lists(prices, min_size=2, max_size=6), data=st.data())
def test_a_lower_price_never_earns_fewer_points(listed, data):
    formula = data.draw(st.sampled_from(["min_ratio", "linear_to_min", "range"]))
    bids = [bid(f"B{index}", str(price)) for index, price in enumerate(listed)]

    ranking = compute(tender(*bids, formula=formula))["ranking"]

    ordered = [listed[int(row["id"][1:])] for row in ranking]
    earned = [float(row["points"]["price"]) for row in ranking]
    assert earned == sorted(earned, reverse=True)
    assert all(0 <= points <= 40 for points in earned)
    if formula != "linear_to_min":  # far above the lowest, all earn nothing there
        assert ordered == sorted(ordered)
