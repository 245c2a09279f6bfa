"""Faults of the input, numbers at the edge of floats, and what is said when time runs out."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bench.optimiser import question as large_question
from srm.calc.run import calculate
from srm.money.exact import CalcError
from tenders.rules.award import highs, reading
from tenders.rules.award.check import keeps_all, keeps_offers, keeps_rule
from tenders.rules.award.compute import compute
from tenders.rules.award.explain import Explanation, Shortage, explain_uncovered
from tenders.rules.award.highs import Ending, Outcome, Solver
from tenders.rules.award.question import Award
from tenders.rules.award.reading import read_question
from tenders.rules.award.rule_costs import answer
from tenders.rules.award.solve import TRIAL, solve
from tenders.rules.award.tally import Tally
from tenders.rules.award.tiers import amount_of
from tests.tenders.test_award_worked import ALL_THREE, THREE_VENDORS, ask, bid, lot, tiered


def faults_of(question):
    with pytest.raises(CalcError) as refused:
        compute(question)
    return refused.value.faults


def test_more_offers_than_can_be_weighed_in_time_are_refused_before_any_work(monkeypatch):
    monkeypatch.setattr(reading, "MOST_OFFERS", 2)
    question = ask([lot("L1", "1")], [bid("A", "L1", "1"), bid("B", "L1", "1"), bid("C", "L1", "1")])

    assert faults_of(question) == [("bids", "more than 2 bids and bundles")]


@pytest.mark.parametrize(
    ("changed", "path", "message"),
    [
        ({"lots": [lot("L1", "1.5")]}, "lots[0].quantity", "not a multiple of 1"),
        (
            {"lots": [lot("L1", "0.0001", whole_units=False)]},
            "lots[0].quantity",
            "not a multiple of 0.001",
        ),
        ({"bids": [bid("A", "X", "1")]}, "bids[0].lot", 'no such lot: "X"'),
        ({"bids": [bid("*", "L1", "1")]}, "bids[0].supplier", '"*" means every supplier and cannot name one'),
        ({"suppliers": [{"id": "*"}]}, "suppliers[0].id", '"*" means every supplier and cannot name one'),
        (
            {"bids": [{**bid("A", "L1", "1"), "pricing": "all_units"}]},
            "bids[0].pricing",
            "pricing is only for tiers",
        ),
        (
            {"bids": [{"supplier": "A", "lot": "L1", "tiers": [{"up_to": "1", "unit_price": "1"}]}]},
            "bids[0].pricing",
            "needs pricing",
        ),
        (
            {"bids": [tiered("A", "L1", "all_units", ("5", "1"), ("5", "2"))]},
            "bids[0].tiers[1].up_to",
            "not above the tier before it",
        ),
        (
            {"bundles": [{"id": "B", "supplier": "A", "lots": ["L1", "L1"], "amount": "1"}]},
            "bundles[0].lots[1]",
            'lot named twice: "L1"',
        ),
        ({"rules": [{"kind": "favour", "supplier": "A", "percent": "101"}]}, "rules[0].percent", "more than 100"),
        (
            {"rules": [{"kind": "max_share", "supplier": "*", "of": "value", "value": "1.1"}]},
            "rules[0].value",
            "more than 1",
        ),
        (
            {"rules": [{"kind": "require", "supplier": "*"}]},
            "rules[0].supplier",
            '"*" means every supplier and cannot name one',
        ),
    ],
)
def test_fault_names_the_path_and_what_is_wrong(changed, path, message):
    assert faults_of({**THREE_VENDORS, "bids": [], **changed}) == [(path, message)]


def test_frame_takes_the_worked_example_and_refuses_an_unknown_field():
    import json

    result = calculate("award", json.dumps(THREE_VENDORS).encode())

    assert result["cost"] == "355000.00"
    with pytest.raises(CalcError):
        calculate("award", json.dumps({**THREE_VENDORS, "colour": "red"}).encode())


@pytest.mark.parametrize(
    ("dear", "cheap", "cost"),
    [
        ("1000000000000.02", "1000000000000.01", "1000000000000010.00"),
        ("0.000002", "0.000001", "0.00"),
        ("1e30", "1e-30", "0.00"),
    ],
)
def test_huge_and_tiny_prices_are_told_apart(dear, cheap, cost):
    result = compute(ask([lot("L", "1000")], [bid("A", "L", dear), bid("B", "L", cheap)]))

    assert (result["status"], result["cost"], result["bound"]) == ("optimal", cost, cost)
    assert [row["supplier"] for row in result["awards"]] == ["B"]


def test_huge_quantities_are_awarded_to_the_last_thousandth():
    rules = [{"kind": "max_share", "supplier": "*", "of": "quantity", "value": "0.6"}]
    bids = [bid("A", "L", "1.01", max_quantity="1000000000000"), bid("B", "L", "1.02")]
    suppliers = [{"id": "A", "fixed_charge": "5"}]

    result = compute(ask([lot("L", "1234567890123", whole_units=False)], bids, rules=rules, suppliers=suppliers))

    assert result["status"] == "optimal"
    assert [row["quantity"] for row in result["awards"]] == ["740740734073.8", "493827156049.2"]


def test_value_share_at_large_prices_holds_exactly_though_floats_cannot_see_it():
    prices = {"L": ("1000000000000", "1000000000003.33", "1000000000007"), "M": ("0.01", "0.02", "0.011")}
    bids = [bid(s, name, p) for name, row in prices.items() for s, p in zip("ABC", row, strict=True)]
    rules = [{"kind": "max_share", "supplier": "*", "of": "value", "value": "0.4"}]
    question = read_question(ask([lot("L", "1000"), lot("M", "7000")], bids, rules=rules))

    solved = solve(question, 30)

    tally = Tally(question, solved.award)
    assert keeps_all(tally)
    assert tally.uncovered == {}
    assert solved.bound <= tally.compared_cost


def test_time_that_runs_out_before_anything_is_found_awards_nothing_and_claims_nothing():
    result = compute({**THREE_VENDORS, "solver": {"time_limit_s": "1e-30", "gap": "0"}, "rules": ALL_THREE[:1]})

    assert result["status"] == "time_limit"
    assert (result["cost"], result["awards"], result["bound"]) == (None, [], "0.00")
    assert result["rule_costs"] == [{"rule": 0, "cost": None}]


def test_time_that_runs_out_over_covering_everything_still_awards_what_can_be_found(monkeypatch):
    honest, calls = Solver.minimise, []

    def slow_at_first(self, terms, **how):
        calls.append(how)
        return Outcome(Ending.TIME_LIMIT, None, None) if len(calls) == 1 else honest(self, terms, **how)

    monkeypatch.setattr(Solver, "minimise", slow_at_first)
    solved = solve(read_question(THREE_VENDORS), 30)

    tally = Tally(read_question(THREE_VENDORS), solved.award)
    assert (solved.ending, tally.uncovered, tally.compared_cost) == (Ending.OPTIMAL, {}, 355000)
    assert calls[1]["start"] is not None


def test_time_that_runs_out_on_the_way_keeps_the_best_award_found_and_claims_no_bound(monkeypatch):
    honest, calls = Solver.minimise, []

    def slow(self, terms, **how):
        calls.append(how)
        if len(calls) == 1:
            return Outcome(Ending.TIME_LIMIT, None, None)
        return replace(honest(self, terms, **how), ending=Ending.TIME_LIMIT)

    monkeypatch.setattr(Solver, "minimise", slow)
    solved = solve(read_question(THREE_VENDORS), 30)

    tally = Tally(read_question(THREE_VENDORS), solved.award)
    assert (solved.ending, solved.bound, len(calls)) == (Ending.TIME_LIMIT, 0, 2)
    assert tally.uncovered == {}
    assert keeps_all(tally)


def test_large_question_is_solved_to_its_optimum_by_the_detour_as_without_it(monkeypatch):
    data = large_question(lots=15, suppliers=6)
    data["rules"] = [{"kind": "max_suppliers", "value": 4}]
    question = read_question(data)
    plain = solve(question, 60)

    monkeypatch.setattr(highs, "LARGE", 10)
    large = solve(question, 60)

    assert (plain.ending, large.ending) == (Ending.OPTIMAL, Ending.OPTIMAL)
    assert Tally(question, plain.award).cost == Tally(question, large.award).cost


IMPOSSIBLE = [{"kind": "require", "supplier": "V1"}, {"kind": "exclude", "supplier": "V1"}]


@pytest.mark.parametrize("rules", [[], ALL_THREE, IMPOSSIBLE])
@pytest.mark.parametrize("left_out", [None, lambda most, prices, used: list(range(len(most)))])
def test_the_detour_ends_as_the_plain_way_even_from_a_useless_core(monkeypatch, rules, left_out):
    question = read_question({**THREE_VENDORS, "rules": rules})
    plain = solve(question, 30)

    monkeypatch.setattr(highs, "LARGE", 1)
    if left_out:
        monkeypatch.setattr(highs, "core_leaves_out", left_out)

    assert solve(question, 30) == plain


@pytest.mark.parametrize("large", [1, 2000])
def test_goals_are_reached_without_the_relaxation_too(monkeypatch, large):
    question = read_question({**THREE_VENDORS, "rules": ALL_THREE})
    plain = solve(question, 30)

    monkeypatch.setattr(highs, "LARGE", large)
    monkeypatch.setattr(Solver, "_relax", lambda self, ends_at: None)

    assert solve(question, 30) == plain


def test_when_time_runs_out_in_the_last_step_of_the_detour_the_award_stays_and_the_bound_is_the_relaxations(
    monkeypatch,
):
    question = read_question({**THREE_VENDORS, "rules": ALL_THREE})
    best, honest, runs = solve(question, 30), Solver._run, []

    def hurried(self, scaled, ends_at, start):
        runs.append(ends_at)
        return honest(self, scaled, ends_at, start) if len(runs) == 1 else Outcome(Ending.TIME_LIMIT, None, None)

    monkeypatch.setattr(highs, "LARGE", 1)
    monkeypatch.setattr(highs, "SLIP", 1.0)
    monkeypatch.setattr(Solver, "_run", hurried)
    solved = solve(question, 30)

    assert (solved.ending, solved.award) == (Ending.TIME_LIMIT, best.award)
    assert 0 < solved.bound <= best.bound


def test_every_goal_gets_only_the_time_that_is_left(monkeypatch):
    given, honest = [], Solver._restart
    monkeypatch.setattr("tenders.rules.award.highs.monotonic", lambda: 10.0)
    monkeypatch.setattr("tenders.rules.award.solve.monotonic", lambda: 7.0 + len(given))

    def noting(self, ends_at):
        honest(self, ends_at)
        given.append(self._highs.getOptionValue("time_limit")[1])

    monkeypatch.setattr(Solver, "_restart", noting)
    solve(read_question(THREE_VENDORS), 30)

    assert given[0] == pytest.approx(TRIAL * 30)
    assert given[1] == pytest.approx(TRIAL * 30 - 1)  # the trial's own relaxation and keeping
    assert given[2:] == pytest.approx([30 - second for second in range(2, len(given))])


def test_award_found_without_any_bound_claims_none(monkeypatch):
    honest = Solver.minimise

    def unbounded(self, terms, **how):
        return replace(honest(self, terms, **how), ending=Ending.TIME_LIMIT, bound=None)

    monkeypatch.setattr(Solver, "minimise", unbounded)
    solved = solve(read_question(THREE_VENDORS), 30)

    assert (solved.ending, solved.bound) == (Ending.TIME_LIMIT, 0)
    assert solved.award is not None


def test_gap_is_used_and_the_bound_stays_below_the_cost():
    result = compute({**THREE_VENDORS, "solver": {"time_limit_s": "30", "gap": "0.5"}})

    assert result["status"] == "optimal"
    assert Fraction(result["bound"]) <= Fraction(result["compared_cost"])


def test_solver_noise_in_a_row_is_tightened_away(monkeypatch):
    question = read_question({**THREE_VENDORS, "rules": ALL_THREE})
    honest, calls = Solver.minimise, []

    def noisy(self, terms, **how):
        outcome = honest(self, terms, **how)
        calls.append(terms)
        spoilt = [value + (value == 200) for value in outcome.values]
        return replace(outcome, values=spoilt) if len(calls) == 1 else outcome

    monkeypatch.setattr(Solver, "minimise", noisy)
    solved = solve(question, 30)

    assert solved.ending is Ending.OPTIMAL
    assert keeps_all(Tally(question, solved.award))


def test_award_that_noise_never_lets_hold_is_not_believed(monkeypatch):
    question = read_question({**THREE_VENDORS, "rules": ALL_THREE})
    monkeypatch.setattr(
        Solver,
        "minimise",
        lambda self, terms, **how: Outcome(Ending.OPTIMAL, [1] * len(self.program.highest), Fraction(0)),
    )

    solved = solve(question, 30)

    assert (solved.ending, solved.award) == (Ending.TIME_LIMIT, None)


def test_every_uncovered_lot_is_explained():
    question = read_question(
        ask(
            [lot(name, "10") for name in ("none", "few", "barred", "ruled", "limited")],
            [
                bid("A", "few", "1", max_quantity="9"),
                bid("A", "barred", "1"),
                bid("B", "ruled", "1"),
                bid("C", "limited", "1"),
            ],
            suppliers=[{"id": "C", "max_quantity": "5"}],
            rules=[
                {"kind": "exclude", "supplier": "A", "lots": ["barred"]},
                {"kind": "max_share", "supplier": "B", "of": "quantity", "value": "0.2"},
            ],
        )
    )

    explained = explain_uncovered(question, Tally(question, solve(question, 30).award), 30)

    assert explained == [
        Explanation("none", Shortage.NO_OFFER),
        Explanation("few", Shortage.TOO_LITTLE),
        Explanation("barred", Shortage.BARRED, (0,)),
        Explanation("ruled", Shortage.RULES, (1,)),
        Explanation("limited", Shortage.LIMITS),
    ]


def test_the_exact_check_sees_what_an_award_breaks():
    question = read_question({**THREE_VENDORS, "rules": ALL_THREE})

    below_minimum = Tally(question, Award({0: 199}, frozenset()))
    over_maximum = Tally(question, Award({0: 501}, frozenset()))
    one_missing = Tally(question, Award({1: 700, 2: 400}, frozenset()))

    assert (keeps_offers(below_minimum), keeps_offers(over_maximum)) == (False, False)
    assert [keeps_rule(one_missing, rule) for rule in question.rules] == [False, True, True]


def test_amount_beyond_the_last_tier_is_refused():
    question = read_question(ask([lot("L", "25")], [tiered("A", "L", "all_units", ("10", "5"))]))

    with pytest.raises(ValueError, match="more than the last tier covers"):
        amount_of(question.bids[0], question.lots["L"], 11)


def test_unproven_rule_is_not_given_a_cost(monkeypatch):
    question = read_question({**THREE_VENDORS, "rules": ALL_THREE})
    clock = iter([0.0] * 10**6)
    monkeypatch.setattr("tenders.rules.award.rule_costs.monotonic", lambda: next(clock))

    found = answer(replace(question, time_limit_s=30.0))

    assert found.rule_costs == [Fraction(35000), Fraction(0), Fraction(0)]
