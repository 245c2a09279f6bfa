"""Weights by pairs against examples that Saaty published, and what must hold for any judgements."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules.pairwise import JUDGEMENTS, least_consistent, read_judgement, weigh

# Saaty, The Analytic Hierarchy Process (1980): the choice of a school, and the wealth of nations.
SCHOOL = (
    ["learning", "friends", "school life", "vocational", "college", "music"],
    ["4 3 1 3 4", "7 3 1/5 1", "1/5 1/5 1/6", "1 1/3", "3"],
    [0.32, 0.14, 0.03, 0.13, 0.24, 0.14], False,
)  # fmt: skip
NATIONS = (
    ["US", "USSR", "China", "France", "UK", "Japan", "Germany"],
    ["4 9 6 6 5 5", "7 5 5 3 4", "1/5 1/5 1/7 1/5", "1 1/3 1/3", "1/3 1/3", "2"],
    [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094], True,
)  # fmt: skip


def judged(names, rows):
    """The upper triangle, row by row."""
    return {
        (names[i], names[i + 1 + place]): Fraction(text)
        for i, row in enumerate(rows)
        for place, text in enumerate(row.split())
    }


@pytest.mark.parametrize(("names", "rows", "weights", "consistent"), [SCHOOL, NATIONS])
def test_published_examples_give_the_published_weights(names, rows, weights, consistent):
    found = weigh(names, judged(names, rows))

    assert list(found.weights.values()) == pytest.approx(weights, abs=0.0051)
    assert found.is_consistent is consistent


def test_the_wealth_of_nations_has_its_published_eigenvalue_and_ratio():
    found = weigh(NATIONS[0], judged(*NATIONS[:2]))

    assert (round(found.eigenvalue, 2), round(found.ratio, 2)) == (7.61, 0.08)


def test_the_eigenvector_solves_its_equation():
    names, rows = SCHOOL[:2]
    given_ = judged(names, rows)
    found = weigh(names, given_)

    for name in names:
        image = sum(
            found.weights[other]
            * (1.0 if other == name else float(given_.get((name, other), 0) or 1 / given_[other, name]))
            for other in names
        )
        assert image == pytest.approx(found.eigenvalue * found.weights[name], rel=1e-10)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=8).filter(lambda w: max(w) <= 9 * min(w)))
def test_judgements_made_from_weights_give_these_weights_and_no_inconsistency(weights):
    names = [f"c{i}" for i in range(len(weights))]
    given_ = {
        (names[i], names[j]): Fraction(weights[i], weights[j])
        for i in range(len(names))
        for j in range(i + 1, len(names))
    }

    found = weigh(names, given_)

    assert list(found.weights.values()) == pytest.approx([w / sum(weights) for w in weights], rel=1e-9)
    assert found.shown_ratio == 0


@given(st.data())
def test_weights_add_up_and_do_not_depend_on_the_way_round(data):
    names = [f"c{i}" for i in range(data.draw(st.integers(2, 7)))]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    given_ = {pair: Fraction(data.draw(st.sampled_from(JUDGEMENTS))) for pair in pairs}
    turned = {(b, a): 1 / value for (a, b), value in given_.items()}

    found = weigh(names, given_)

    assert sum(found.weights.values()) == pytest.approx(1)
    assert all(w > 0 for w in found.weights.values())
    assert found.ratio >= 0
    assert weigh(names, turned).weights == pytest.approx(found.weights)


def test_two_criteria_cannot_contradict_each_other():
    found = weigh(["a", "b"], {("a", "b"): Fraction(9)})

    assert (found.weights, found.ratio) == (pytest.approx({"a": 0.9, "b": 0.1}), 0.0)


def test_the_circular_judgement_is_the_one_to_think_of_again():
    circle = {("a", "b"): Fraction(3), ("b", "c"): Fraction(3), ("a", "c"): Fraction(1, 9)}

    assert weigh(["a", "b", "c"], circle).shown_ratio > Decimal("0.10")
    assert least_consistent(["a", "b", "c"], {**circle, ("a", "b"): Fraction(1), ("b", "c"): Fraction(1)}) == ("a", "c")


@pytest.mark.parametrize(
    "wrong",
    [
        {("a", "b"): Fraction(1)},
        {("a", "b"): Fraction(1), ("b", "c"): Fraction(1), ("a", "d"): Fraction(1)},
        {("a", "b"): Fraction(1), ("b", "a"): Fraction(1), ("a", "c"): Fraction(1), ("b", "c"): Fraction(1)},
        {("a", "b"): Fraction(10), ("b", "c"): Fraction(1), ("a", "c"): Fraction(1)},
    ],
)
def test_missing_foreign_doubled_and_exaggerated_judgements_are_refused(wrong):
    with pytest.raises(ValueError, match=r"pair|outside"):
        weigh(["a", "b", "c"], wrong)


def test_too_many_or_repeated_criteria_are_refused():
    for names in ([], ["a", "a"], [f"c{i}" for i in range(16)]):
        with pytest.raises(ValueError, match="different criteria"):
            weigh(names, {})


def test_only_saatys_scale_is_read():
    assert [read_judgement(t) for t in ("9", "1", "1/7")] == [9, 1, Fraction(1, 7)]
    for text in ("0", "10", "2/3", "", "1.5"):
        with pytest.raises(ValueError, match="Saaty"):
            read_judgement(text)
