"""Wrong input is named by its path; times come in any zone and leave in UTC."""

from datetime import UTC, datetime

import pytest

from srm.money.exact import CalcError
from tenders.rules.auction import instant
from tenders.rules.auction.compute import compute
from tenders.rules.auction.event import read_event
from tenders.rules.auction.opening import start
from tenders.rules.auction.rules import read_rules
from tenders.rules.auction.step import advance
from tests.tenders.auction_questions import DUTCH, ENGLISH, JAPANESE, ROUNDS, SEALED, at, bid, decide, rules

TICKS = {"start": "50", "step": "10", "every_s": 60}


@pytest.mark.parametrize(
    ("form", "path", "message"),
    [
        ({"format": "english"}, "rules.closes_at", "missing"),
        ({"format": "sealed"}, "rules.closes_at", "missing"),
        ({**DUTCH, "closes_at": at("11:00")}, "rules.closes_at", "computed, not given, in the dutch format"),
        ({**ENGLISH, "closes_at": at("10:00")}, "rules.closes_at", "not after rules.opens_at"),
        ({"format": "dutch"}, "rules.ticks", "missing"),
        ({"format": "japanese"}, "rules.ticks", "missing"),
        (
            {"format": "dutch", "ticks": {**TICKS, "end": "49.99"}},
            "rules.ticks.end",
            "below the start of a price that rises",
        ),
        (
            {"format": "japanese", "ticks": {**TICKS, "end": "50.01"}},
            "rules.ticks.end",
            "above the start of a price that falls",
        ),
        ({"format": "rounds"}, "rules.rounds", "missing"),
        (
            {**ENGLISH, "improvement": {"reference": "own", "percent": "100.1"}},
            "rules.improvement.percent",
            "more than 100",
        ),
        ({**SEALED, "factors": {"A": {"multiply": "0", "add": "1"}}}, "rules.factors.A.multiply", "not above zero"),
        ({**SEALED, "factors": {"A": {"coefficient": "1/0"}}}, "rules.factors.A.coefficient", "not above zero"),
        ({**SEALED, "factors": {"A": {"coefficient": "0/1"}}}, "rules.factors.A.coefficient", "not above zero"),
        (
            {**SEALED, "factors": {"A": {"coefficient": "1", "add": "1"}}},
            "rules.factors.A",
            "a coefficient stands alone",
        ),
    ],
)
def test_rules_that_make_no_sense_are_named(form, path, message):
    with pytest.raises(CalcError) as caught:
        compute({"rules": rules(form), "events": []})

    assert caught.value.faults == [(path, message)]


def test_edges_of_the_rules_are_right():
    decide(improvement={"reference": "own", "percent": "100"})
    decide(form={**ENGLISH, "closes_at": at("10:00:00.000001")})
    decide(form={**JAPANESE, "ticks": {**TICKS, "end": "50"}})


def test_every_event_out_of_time_order_is_named():
    with pytest.raises(CalcError) as caught:
        decide(bid("10:02", "A", "9"), bid("10:01", "A", "8"), bid("10:03", "A", "7"), bid("10:02:59.999999", "A", "6"))

    assert caught.value.faults == [
        ("events[1].at", "before the event above it"),
        ("events[3].at", "before the event above it"),
    ]


def test_step_refuses_time_that_runs_backwards():
    state = start(read_rules(rules()))
    advance(state, read_event(bid("10:02", "A", "9")))

    with pytest.raises(ValueError, match="time order"):
        advance(state, read_event(bid("10:01", "A", "8")))


@pytest.mark.parametrize("text", ["2026-11-02T10:00:00", "yesterday", "2026-13-02T10:00:00Z"])
def test_time_without_a_zone_or_sense_is_refused(text):
    with pytest.raises(CalcError) as caught:
        instant.from_text(text, "events[0].at")

    assert caught.value.faults == [("events[0].at", f'not a time with a zone: "{text}"')]


def test_times_of_any_zone_leave_in_utc_with_their_microseconds():
    form = {**ENGLISH, "opens_at": "2026-11-02T12:00:00+02:00", "closes_at": "2026-11-02T12:30:00.000001+02:00"}
    late = {**bid("10:30", "A", "9"), "at": "2026-11-02T05:30:00.000001-05:00"}

    answer = compute({"rules": rules(form), "events": [bid("10:30", "A", "9"), late]})

    assert answer["closes_at"] == "2026-11-02T10:30:00.000001Z"
    assert [event["accepted"] for event in answer["events"]] == [True, False]
    assert answer["events"][1]["at"] == late["at"]


def test_text_of_an_instant():
    assert instant.to_text(instant.from_datetime(datetime(2026, 11, 2, 10, tzinfo=UTC))) == "2026-11-02T10:00:00Z"
    assert instant.to_text(instant.from_text("2026-11-02T10:00:00.5Z", "")) == "2026-11-02T10:00:00.500000Z"
    assert instant.to_text(None) is None


def test_close_after_the_last_year_is_wrong_input():
    form = {**ROUNDS, "opens_at": "9999-12-31T23:59:59Z"}

    with pytest.raises(CalcError, match="leaves the years 1 to 9999"):
        compute({"rules": rules(form), "events": []})
