"""Long competitions of proxies: at once, and exactly where answering step by step ends."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from srm.money.exact import CalcError
from tenders.rules.auction import proxy as proxies
from tenders.rules.auction import settle
from tenders.rules.auction.descent import Descent
from tenders.rules.auction.event import read_event
from tenders.rules.auction.opening import start
from tenders.rules.auction.rules import read_rules
from tests.tenders.auction_questions import act, at, bid, decide, opening, proxy, rules
from tests.tenders.auction_walk import reckoned, walk

BIDDERS = ["A", "B", "C", "D"]
LONG = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def hundredths(low, high, places=2):
    return st.integers(low, high).map(lambda units: f"{units}e-{places}")


def maybe(**fields):
    return st.fixed_dictionaries({}, optional=fields)


factors = st.one_of(
    st.fixed_dictionaries({"multiply": hundredths(8000, 12500, 4), "add": hundredths(-2000, 2000, 3)}),
    st.fixed_dictionaries({"coefficient": st.sampled_from(["9/7", "7/9", "1.0731", "131/127"])}),
)
steps = st.one_of(
    hundredths(0, 30).map(lambda step: {"step": step}),
    hundredths(0, 400, 3).map(lambda step: {"step": step}),
    st.one_of(hundredths(0, 3000, 4), hundredths(1, 3000, 5)).map(lambda percent: {"percent": percent}),
)
improvements = st.builds(
    lambda reference, by, more: {"reference": reference, **by, **more},
    st.sampled_from(["best", "own"]),
    steps,
    st.one_of(st.just({}), st.just({}), st.just({}), maybe(max_step=st.sampled_from(["0.05", "0.4", "1.1"]))),
)
changes = maybe(
    ties=st.sampled_from(["refuse", "earlier_wins"]),
    improvement=improvements,
    ceiling=hundredths(9000, 13000),
    leader_buffer=hundredths(0, 40),
    factors=st.dictionaries(st.sampled_from(BIDDERS), factors, min_size=1),
)
entrants = st.lists(
    st.tuples(hundredths(9000, 9100), hundredths(300000, 890000, 4), st.sampled_from(["0", "0", "0.03", "0.005"])),
    min_size=2,
    max_size=4,
)


def standing(more, entered):
    """All the proxies that could answer at once, as after the exclusion of a leader who kept them still."""
    names = BIDDERS[: len(entered)]
    prices = {name: price for name, (price, _, _) in zip(names, entered, strict=True)}
    state = start(read_rules(rules(**more)), opening(**prices))
    for name, (_, floor, step) in zip(names, entered, strict=True):
        proxies.enter(state, read_event(proxy("10:01", name, floor, step=step)))
    return state


@LONG
@given(changes, entrants)
def test_competition_at_once_ends_where_answering_step_by_step_ends(more, entered):
    state = standing(more, entered)

    walked = walk(state.copy(), reckoned)

    assert [(answer.bidder, answer.amount) for answer in proxies.answers(state)] == walked


@settings(LONG, max_examples=10)
@given(changes, entrants)
def test_descent_alone_ends_where_answering_step_by_step_ends(more, entered):
    """Without the point where all ways meet, which would leave little to the stretches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settle, "meeting", lambda *_: None)
        state = standing(more, entered)
        walked = walk(state.copy(), reckoned)
        assert [(answer.bidder, answer.amount) for answer in proxies.answers(state)] == walked


@pytest.fixture
def efforts(monkeypatch):
    """The descents that were made, and everything that was left to walk for."""
    made, left = [], []
    descend, walk_on = Descent.run, settle._walk

    def descending(self):
        descend(self)
        made.append(self)

    def walking(rules, prices, lowest):
        after = walk_on(rules, prices, lowest)
        left.append((prices[-1] - after[-1]) / (prices[-1] - settle.after(rules, prices[-1])[-1]))
        return after

    monkeypatch.setattr(Descent, "run", descending)
    monkeypatch.setattr(settle, "_walk", walking)
    return made, left


FINE = {"A": {"multiply": "1.0731", "add": "0"}, "B": {"multiply": "0.9873", "add": "0"}}


@pytest.mark.parametrize("with_meeting", [True, False])
@pytest.mark.parametrize("step", ["0.01", "0.02", "0.05", "0.50"])
@pytest.mark.parametrize(
    "given_factors",
    [
        FINE,
        {"A": {"multiply": "1.0246", "add": "0.0003"}, "B": {"multiply": "1.0484", "add": "0"}},
        {"A": {"multiply": "1.073131", "add": "0"}, "B": {"multiply": "0.987377", "add": "0"}},
        {"A": {"coefficient": "9/7"}, "B": {"multiply": "0.9999999999", "add": "0"}},
    ],
)
def test_duel_over_half_a_price_in_tiny_steps_takes_a_few_hundred_moves(
    given_factors, step, with_meeting, efforts, monkeypatch
):
    if not with_meeting:
        monkeypatch.setattr(settle, "meeting", lambda *_: None)

    answer = decide(
        proxy("10:01", "A", "50000"),
        proxy("10:02", "B", "50000"),
        given=opening(A="100000", B="100000"),
        factors=given_factors,
        improvement={"reference": "best", "step": step},
    )

    made, left = efforts
    assert any(row.get("by") for row in answer["events"])
    assert sum(descent.moves for descent in made) < 500
    assert max(left) < 2


def test_three_way_race_in_tiny_steps_is_settled_at_once(efforts):
    """They stand still under a leader whom none can follow, and all wake when he is excluded."""
    names = dict.fromkeys("ABC", "100000")
    answer = decide(
        *(proxy("10:01", name, "50000") for name in names),
        act("10:02", "exclude", "L"),
        bid("10:03", "D", "90000"),
        given=[{"bidder": "L", "amount": "20000", "at": at("09:00")}, *opening(**names)],
        factors={**FINE, "C": {"multiply": "1.0219", "add": "0"}},
        improvement={"reference": "own", "step": "0.01"},
        ties="earlier_wins",
    )

    made, left = efforts
    assert len([row for row in answer["events"] if row.get("by")]) == 3
    assert sum(descent.moves for descent in made) < 500
    assert max(left) < 500


@pytest.mark.parametrize("step", ["0.03", "0.05", "0.07"])
def test_own_step_takes_over_where_the_percentage_falls_under_it(step):
    entered = [("90.00", "30.003", step), ("90.50", "31", "0")]
    state = standing({"improvement": {"reference": "best", "percent": "0.1"}, "factors": FINE}, entered)

    walked = walk(state.copy(), reckoned)

    assert [(answer.bidder, answer.amount) for answer in proxies.answers(state)] == walked


@pytest.mark.parametrize("reference", ["best", "own"])
@pytest.mark.parametrize("furthest", ["0.13", "0.2", "0.3"])
def test_furthest_step_counts_from_where_the_drops_come_near_it(reference, furthest):
    entered = [("90.00", "3.003", "0"), ("90.50", "3.1", "0")]
    improvement = {"reference": reference, "percent": "0.1", "max_step": furthest}
    state = standing({"improvement": improvement, "factors": FINE}, entered)

    walked = walk(state.copy(), reckoned)

    assert [(answer.bidder, answer.amount) for answer in proxies.answers(state)] == walked


@pytest.mark.parametrize("reference", ["best", "own"])
@pytest.mark.parametrize("given_factors", [{}, FINE, {"A": {"multiply": "1.3", "add": "0"}}])
@pytest.mark.parametrize(("step", "furthest"), [("0.01", "0.01"), ("0.03", "0.03"), ("0.02", "0.05")])
def test_furthest_step_that_may_bind_anywhere_is_walked_by_periods(reference, given_factors, step, furthest):
    entered = [("90.00", "87.003", "0"), ("90.01", "87.5", "0"), ("90.02", "88.1", "0.03")]
    improvement = {"reference": reference, "step": step, "max_step": furthest}
    state = standing({"improvement": improvement, "factors": given_factors}, entered)

    walked = walk(state.copy(), reckoned)

    assert [(answer.bidder, answer.amount) for answer in proxies.answers(state)] == walked


def test_steps_too_fine_to_be_answered_are_refused_in_time(monkeypatch):
    monkeypatch.setattr(settle, "WALKED", 100)

    with pytest.raises(CalcError, match="so fine"):
        decide(
            proxy("10:01", "A", "50000"),
            proxy("10:02", "B", "50000"),
            given=opening(A="100000", B="100000"),
            factors=FINE,
            improvement={"reference": "best", "percent": "0.0001"},
        )
