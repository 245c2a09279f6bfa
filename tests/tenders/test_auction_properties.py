"""What must hold in every auction, whatever is thrown at it."""

from copy import copy
from fractions import Fraction
from itertools import pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tenders.rules.auction import instant, proxy
from tenders.rules.auction.compute import compute, event_rows, rebuild, summary
from tenders.rules.auction.event import Event, read_event
from tenders.rules.auction.kinds import Kind
from tenders.rules.auction.opening import start
from tenders.rules.auction.rules import read_rules
from tenders.rules.auction.state import State
from tenders.rules.auction.step import step
from tests.tenders.auction_questions import DUTCH, ENGLISH, JAPANESE, ROUNDS, SEALED, rules
from tests.tenders.auction_walk import walk

BIDDERS = ["A", "B", "C", "D"]
FACTORS = [{"multiply": "1.08", "add": "0"}, {"multiply": "0.97", "add": "-1.333"}, {"coefficient": "9/7"}]
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

EXTENDED = settings(SLOW, max_examples=150)


def money(low, high):
    return st.integers(low * 100, high * 100).map(lambda cents: f"{cents // 100}.{cents % 100:02}")


def maybe(**fields):
    return st.fixed_dictionaries({}, optional=fields)


improvements = st.builds(
    lambda reference, by, more: {"reference": reference, **by, **more},
    st.sampled_from(["best", "own"]),
    st.one_of(
        money(0, 5).map(lambda step: {"step": step}),
        st.sampled_from(["0", "0.03", "1", "7.5"]).map(lambda percent: {"percent": percent}),
    ),
    maybe(max_step=st.sampled_from(["5", "20", "60"])),
)
extensions = st.builds(
    lambda anchor, times, more: {"anchor": anchor, **times, **more},
    st.sampled_from(["close", "bid", "reset"]),
    st.fixed_dictionaries(
        {"window_s": st.sampled_from([3600, 2400, 900, 0]), "length_s": st.sampled_from([900, 2700, 60, 0])}
    ),
    maybe(trigger_rank=st.integers(1, 3), max_count=st.integers(0, 3), max_total_s=st.sampled_from([30, 0, 600, 90])),
)
changes = maybe(
    ties=st.sampled_from(["refuse", "earlier_wins"]),
    ceiling=money(90, 130),
    improvement=improvements,
    leader_buffer=money(0, 5),
    extension=extensions,
    factors=st.dictionaries(st.sampled_from(BIDDERS), st.sampled_from(FACTORS), max_size=3),
)
openings = st.dictionaries(st.sampled_from(BIDDERS), money(90, 130), min_size=1, max_size=4).map(
    lambda prices: [
        {"bidder": bidder, "amount": amount, "at": f"2026-11-02T09:00:{index:02}Z"}
        for index, (bidder, amount) in enumerate(prices.items())
    ]
)
bidders = st.sampled_from(BIDDERS)
cents = st.one_of(st.integers(-900, 900), st.integers(-18, 18).map(lambda halves: 50 * halves))  # round ones tie
bids = st.fixed_dictionaries({"kind": st.just("bid"), "bidder": bidders, "amount": cents})
proxies = st.fixed_dictionaries(
    {"kind": st.just("proxy"), "bidder": bidders, "floor": money(0, 90)}, optional={"step": money(0, 9)}
)
withdrawals = st.fixed_dictionaries({"kind": st.sampled_from(["retract", "retract", "exclude"]), "bidder": bidders})
clock_acts = st.fixed_dictionaries(
    {"kind": st.sampled_from(["accept", "stay", "stay", "stay", "stay", "leave"]), "bidder": bidders}
)
pauses = st.fixed_dictionaries({"kind": st.sampled_from(["pause", "resume"])})
extends = st.fixed_dictionaries({"kind": st.just("extend"), "by_s": st.integers(0, 600)})
offices = st.one_of(withdrawals, pauses, extends)
quiet_bids = st.fixed_dictionaries({"kind": st.just("bid"), "bidder": bidders, "amount": st.integers(-400, 400)})
LIVELY_ACTS = st.one_of(*[quiet_bids] * 12, proxies, offices)  # most are accepted
OPEN_ACTS = st.one_of(*[bids] * 12, *[proxies] * 4, offices, clock_acts)
CLOCK_ACTS = st.one_of(*[clock_acts] * 10, offices, bids)


EDGES = [0, 1200, 2700, 3600, 3630, 3660, 4200]  # the opening, the close and where windows and extensions end


@st.composite
def event_lists(draw, acts=OPEN_ACTS, least=-60, most=4500):
    """Enough events that something happens; the prices bid fall on the whole, so that many are accepted."""
    moments = st.one_of(st.integers(least, most), st.sampled_from(EDGES))
    seconds = sorted(draw(st.lists(moments, min_size=8, max_size=25)))
    opens = instant.from_text("2026-11-02T10:00:00Z", "")
    events = [{"at": instant.to_text(opens + second * instant.SECOND), **draw(acts)} for second in seconds]
    for index, event in enumerate(events):
        if "amount" in event:
            event["amount"] = f"{100 * (115 - 80 * index // len(events)) + event['amount']}e-2"
    return events


english = st.builds(
    lambda more, first, events: _question(ENGLISH, more, first, events), changes, openings, event_lists(most=3900)
)
extended = st.builds(
    lambda extension, ties, first, events: _question(ENGLISH, {"extension": extension, "ties": ties}, first, events),
    extensions,
    st.sampled_from(["refuse", "earlier_wins"]),
    openings,
    event_lists(acts=LIVELY_ACTS, least=2600, most=3900),
)
any_format = st.one_of(
    english,
    *(
        st.builds(
            lambda form, more, first, events: _question(form, more, first, events),
            st.just(form),
            changes,
            openings,
            event_lists(acts=CLOCK_ACTS if form in (DUTCH, JAPANESE) else OPEN_ACTS, most=1500),
        )
        for form in (SEALED, DUTCH, JAPANESE, ROUNDS)
    ),
)


def insides(state):
    """Everything that a state is made of, apart from what the clock alone moves."""
    names = [name for name in State.__slots__ if name not in {"last_at", "turns"}]
    return {name: copy(getattr(state, name)) for name in names}


def _question(form, more, first, events):
    return {"rules": {**rules(form), **more}, "opening": first, "events": events}


@SLOW
@given(any_format)
def test_replaying_at_once_and_step_by_step_is_the_same(question):
    whole = compute(question)

    state, rows = start(read_rules(question["rules"]), question["opening"]), []
    for given_event in question["events"]:
        state, decision = step(state, read_event(given_event))
        rows += event_rows(state.rules, given_event, decision)

    assert {"events": rows, **summary(state)} == whole


@SLOW
@given(any_format)
def test_step_leaves_the_former_state_as_it_was(question):
    state = start(read_rules(question["rules"]), question["opening"])

    for given_event in question["events"]:
        before, inside = summary(state), insides(state)
        after, _ = step(state, read_event(given_event))
        assert (summary(state), insides(state)) == (before, inside)
        state = after


@SLOW
@given(any_format)
def test_refused_event_leaves_no_trace_in_the_state(question):
    state = start(read_rules(question["rules"]), question["opening"])

    for given_event in question["events"]:
        before = insides(state)
        state, decision = step(state, read_event(given_event))
        assert decision.accepted or insides(state) == before


@SLOW
@given(any_format)
def test_refused_events_change_nothing(question):
    whole = compute(question)
    record = iter(whole["events"])
    kept = []
    for given_event in question["events"]:
        row = next(row for row in record if "by" not in row)
        kept += [given_event] if row["accepted"] else []

    without = compute({**question, "events": kept})
    rebuilt = rebuild(read_rules(question["rules"]), question["opening"], whole["events"])

    rest = {name: value for name, value in whole.items() if name != "events"}
    assert {**without, "events": rest.get("events")} == {**rest, "events": None}
    assert without["events"] == [row for row in whole["events"] if row["accepted"]]
    assert summary(rebuilt) == rest


@SLOW
@given(any_format)
def test_no_price_is_accepted_at_or_after_the_close_nor_before_the_opening(question):
    answer = compute(question)

    for row in answer["events"]:
        if row["accepted"] and row["kind"] in {"bid", "proxy", "stay", "leave"}:
            assert question["rules"]["opens_at"] <= row["at"] < row["closes_at"]


@SLOW
@given(extended)
def test_close_never_moves_back_nor_past_its_caps(question):
    limits = question["rules"].get("extension", {})
    state = start(read_rules(question["rules"]), question["opening"])
    moved = 0

    for given_event in question["events"]:
        before = state.close
        state, decision = step(state, read_event(given_event))
        assert state.close >= before
        moved += given_event["kind"] in {"bid", "proxy"} and state.close > before
        assert decision.closes_at is None or decision.closes_at <= state.close

    assert moved <= limits.get("max_count", moved)
    if "max_total_s" in limits:
        assert state.close <= state.scheduled + limits["max_total_s"] * instant.SECOND


@SLOW
@given(any_format, st.sampled_from(["bid", "accept", "stay"]))
def test_at_the_close_itself_it_is_late(question, kind):
    closes_at = compute(question)["closes_at"]
    if closes_at is not None:
        last = {"at": closes_at, "kind": kind, "bidder": "E", **({"amount": "1"} if kind == "bid" else {})}
        events = [event for event in question["events"] if event["at"] <= closes_at]
        rows = compute({**question, "events": [*events, last]})["events"]
        assert (rows[-1]["accepted"], rows[-1].get("reason")) == (False, "late")


@EXTENDED
@given(
    extensions,
    st.lists(
        st.tuples(st.sampled_from(["A", "B", "C"]), st.sampled_from(["before", "begin", "middle", "end"])), min_size=5
    ),
)
@example(
    {"anchor": "reset", "window_s": 900, "length_s": 60, "max_count": 1}, [("A", "begin"), ("A", "middle")]
)  # at the very edge nothing moves and nothing is used up
def test_close_moves_as_the_text_of_the_extension_says(extension, bids_made):
    """Three bidders lower their own prices and keep their ranks, each time close to where something changes."""
    prices = {"A": 10_000, "B": 20_000, "C": 30_000}
    given_rules = read_rules(rules(ENGLISH, extension=extension))
    first = [{"bidder": name, "amount": str(price), "at": "2026-11-02T09:00:00Z"} for name, price in prices.items()]
    state, count, last = start(given_rules, first), 0, 0
    window = extension["window_s"] * instant.SECOND

    for rank, (bidder, moment) in [(" ABC".index(bidder), (bidder, moment)) for bidder, moment in bids_made]:
        prices[bidder] -= 1
        begin, end = state.close - window, state.close
        at = {"before": begin - 1, "begin": begin, "middle": (begin + end) // 2, "end": end - 1}[moment]
        last = at = min(max(at, last, given_rules.opens_at), end - 1)
        before = state
        state, decision = step(state, Event(Kind.BID, at, bidder, Fraction(prices[bidder])))
        assert decision.rank == rank
        assert state.close == moved_close(extension, before, at, rank, count)
        count += state.close > before.close


def moved_close(extension, before, at, rank, count):
    """The text read once more: a price that triggers moves the close within the caps, if it moves it."""
    length, window = extension["length_s"] * instant.SECOND, extension["window_s"] * instant.SECOND
    close = {
        "close": before.close + length,
        "bid": max(before.close, at + length),
        "reset": max(before.close, at + window),
    }[extension["anchor"]]
    if "max_total_s" in extension:
        close = min(close, before.scheduled + extension["max_total_s"] * instant.SECOND)
    triggers = rank <= extension.get("trigger_rank", rank) and before.close - window <= at < before.close
    allowed = count < extension.get("max_count", count + 1)
    return max(close, before.close) if triggers and allowed else before.close


@SLOW
@given(english)
def test_leaders_price_strictly_falls_while_nobody_leaves(question):
    ending = {"retract", "exclude"}
    question["events"] = [event for event in question["events"] if event["kind"] not in ending]
    state = start(read_rules(question["rules"]), question["opening"])
    leading = [state.order[0]] if state.order else []

    for given_event in question["events"]:
        state, _ = step(state, read_event(given_event))
        if state.order and [state.order[0]] != leading[-1:]:
            leading.append(state.order[0])

    assert all(later[1] < earlier[1] for earlier, later in pairwise(leading))


@SLOW
@given(english)
def test_limit_is_accepted_and_one_minor_unit_more_is_refused(question):
    question["events"] = [event for event in question["events"] if event["kind"] not in {"pause", "resume", "extend"}]
    question["rules"] = {key: value for key, value in question["rules"].items() if key != "extension"}
    question["rules"]["closes_at"] = "2026-11-02T13:00:00Z"
    moment = "2026-11-02T12:00:00Z"
    limits = compute(question)["limits"]

    def verdict(bidder, amount):
        event = {"at": moment, "kind": "bid", "bidder": bidder, "amount": str(amount)}
        rows = compute({**question, "events": [*question["events"], event]})["events"]
        return next(row["accepted"] for row in reversed(rows) if row["at"] == moment and "by" not in row)

    for bidder, limit in limits.items():
        if limit is not None:
            cents = int(Fraction(limit) * 100)
            assert verdict(bidder, limit)
            assert not verdict(bidder, f"{cents + 1}e-2")


@SLOW
@given(english)
def test_closed_form_of_the_proxies_equals_walking_every_answer(question):
    state = start(read_rules(question["rules"]), question["opening"])
    for index, bidder in enumerate(BIDDERS[:3]):
        floor = {"bidder": bidder, "floor": f"{70 - 7 * index}.5", "step": "0.07" if index else "0"}
        proxy.enter(state, read_event({"at": "2026-11-02T10:00:00Z", "kind": Kind.PROXY, **floor}))

    walked = walk(state.copy())

    assert [(answer.bidder, answer.amount) for answer in proxy.answers(state)] == walked
