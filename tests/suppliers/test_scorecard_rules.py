"""Scorecards: the mean of what is known, its coverage and its band."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm.money.exact import CalcError
from suppliers.rules.scorecard import compute

WEIGHTS = {"quality": "40", "delivery": "30", "cost": "20", "service": "10"}
BANDS = [
    {"id": "poor", "from": "0"},
    {"id": "watch", "from": "50"},
    {"id": "good", "from": "70"},
    {"id": "preferred", "from": "85"},
]


def card(scores, *, weights=WEIGHTS, critical=None, bands=BANDS, **more):
    criteria = [{"id": name, "weight": weight, "kind": "measured"} for name, weight in weights.items()]
    for row in criteria:
        row.update({"critical_below": critical[row["id"]]} if row["id"] in (critical or {}) else {})
    return {"criteria": criteria, "bands": bands, "suppliers": [{"id": "A", "scores": scores}], **more}


def rate(scores, **more):
    return compute(card(scores, **more))["suppliers"][0]


def all_scores(text):
    return dict(zip(WEIGHTS, text.split("/"), strict=True))


@pytest.mark.parametrize(
    ("scores", "total", "band"), [("90/80/70/85", "82.50", "good"), ("75/95/88/90", "85.10", "preferred")]
)
def test_the_published_examples(scores, total, band):
    assert rate(all_scores(scores)) == {
        "id": "A",
        "total": total,
        "coverage": "1.00",
        "band": band,
        "critical": [],
    }


def test_unknown_scores_are_left_out_and_the_other_weights_renormalised():
    row = rate({"quality": "90", "delivery": None})

    assert row == {"id": "A", "total": "90.00", "coverage": "0.40", "band": "preferred", "critical": []}


def test_without_any_data_total_and_band_are_unknown():
    row = rate({"quality": None})

    assert row == {"id": "A", "total": None, "coverage": "0.00", "band": None, "critical": []}


def test_a_score_without_weight_is_no_data():
    row = rate({"quality": "90"}, weights={**WEIGHTS, "quality": "0"})

    assert (row["total"], row["coverage"], row["band"]) == (None, "0.00", None)


def test_coverage_is_rounded_down():
    row = rate({"a": "50", "b": "50"}, weights={"a": "1", "b": "1", "c": "1"})

    assert row["coverage"] == "0.66"


@pytest.mark.parametrize(("least", "band"), [("0.4", "preferred"), ("0.41", None)])
def test_below_the_minimum_coverage_there_is_no_band(least, band):
    row = rate({"quality": "90"}, min_coverage=least)

    assert (row["total"], row["band"]) == ("90.00", band)


@pytest.mark.parametrize(("score", "band"), [("84.995", "preferred"), ("84.9949", "good"), ("0", "poor")])
def test_the_band_uses_the_rounded_total(score, band):
    assert rate({"quality": score})["band"] == band


def test_below_the_first_band_there_is_none():
    assert rate({"quality": "20"}, bands=BANDS[1:])["band"] is None
    assert rate({"quality": "20"}, bands=[])["band"] is None


def test_bands_may_stand_in_any_order():
    assert rate({"quality": "72"}, bands=BANDS[::-1])["band"] == "good"


@pytest.mark.parametrize(("score", "critical", "band"), [("49.9", ["quality"], "poor"), ("50", [], "good")])
def test_a_score_strictly_under_its_critical_limit_puts_the_band_to_the_lowest(score, critical, band):
    row = rate({"quality": score, "delivery": "100"}, critical={"quality": "50", "cost": "50"})

    assert (row["critical"], row["band"]) == (critical, band)


def test_a_critical_score_shows_in_the_band_even_where_coverage_is_thin():
    row = rate({"service": "10"}, critical={"service": "50"}, min_coverage="0.5")

    assert (row["coverage"], row["critical"], row["band"]) == ("0.10", ["service"], "poor")


def test_a_critical_score_without_bands_has_no_band():
    assert rate({"quality": "10"}, critical={"quality": "50"}, bands=[])["band"] is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"suppliers": [{"id": "A", "scores": {"quality": "100.01"}}]},
            ("suppliers[0].scores.quality", "outside 0 to 100: 100.01"),
        ),
        (
            {"suppliers": [{"id": "A", "scores": {"quality": "-1"}}]},
            ("suppliers[0].scores.quality", "outside 0 to 100: -1"),
        ),
        ({"suppliers": [{"id": "A", "scores": {"x": None}}]}, ("suppliers[0].scores.x", "no such criterion")),
        (
            {"criteria": [{"id": "quality", "weight": "0", "kind": "survey"}]},
            ("criteria", "the weights add up to nothing"),
        ),
        ({"bands": [*BANDS, {"id": "b", "from": "0.0"}]}, ("bands[4].from", "another band starts there too")),
    ],
)
def test_scores_and_schemes_that_mean_nothing_are_refused(change, fault):
    with pytest.raises(CalcError) as caught:
        compute({**card({"quality": "90"}), **change})

    assert caught.value.faults == [fault]


scores = st.dictionaries(st.sampled_from(list(WEIGHTS)), st.decimals(0, 100, places=2), min_size=1)


@given(scores=scores)
def test_the_total_stays_within_the_scores(scores):
    row = rate({name: str(score) for name, score in scores.items()})

    assert float(min(scores.values())) <= float(row["total"]) <= float(max(scores.values()))


@given(scores=scores, factor=st.integers(1, 1000))
def test_scaling_all_weights_changes_nothing(scores, factor):
    texts = {name: str(score) for name, score in scores.items()}
    scaled = {name: str(int(weight) * factor) for name, weight in WEIGHTS.items()}

    assert rate(texts, weights=scaled) == rate(texts)
