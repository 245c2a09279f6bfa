"""The auction through the frame: what the schema accepts, refuses and passes on."""

import json

import pytest

from srm.calc.run import calculate
from srm.money.exact import CalcError
from tests.tenders.auction_questions import DUTCH, act, at, bid, opening, proxy, rules

EVERY_RULE = {
    "ceiling": "1000.00",
    "improvement": {"reference": "best", "step": "10.00", "max_step": "100"},
    "leader_buffer": "1.00",
    "extension": {
        "anchor": "bid", "window_s": 300, "length_s": 300, "trigger_rank": 1, "max_count": 10, "max_total_s": 3600,
    },
    "factors": {"A": {"multiply": "1.08", "add": "-0.5"}, "B": {"coefficient": "9/7"}},
}  # fmt: skip
EVERY_EVENT = [
    bid("10:01", "C", "900.00"),
    proxy("10:02", "C", "500.00", step="20.00"),
    proxy("10:02", "C", "-1"),
    *(act("10:03", kind, "B") for kind in ("accept", "stay", "leave", "retract", "exclude")),
    *(act("10:04", kind) for kind in ("pause", "resume", "stop")),
    act("10:05", "extend", by_s=300),
]


def ask(**question):
    return calculate("auction", json.dumps({"rules": rules(), "events": [], **question}).encode())


def test_every_field_of_the_text_is_accepted():
    answer = ask(rules=rules(**EVERY_RULE), opening=opening(A="990.00"), events=EVERY_EVENT)

    assert len(answer["events"]) == len(EVERY_EVENT)


def test_number_is_read_as_its_decimal_text():
    raw = json.dumps({"rules": rules(), "events": [bid("10:01", "A", "AMOUNT")]}).replace('"AMOUNT"', "980.10")

    answer = calculate("auction", raw.encode())

    assert answer["events"][0]["amount"] == "980.10"
    assert answer["ranking"][0]["amount"] == "980.10"


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ({"extra": 1}, "extra"),
        ({"rules": rules(extra=1)}, "rules.extra"),
        ({"rules": {key: value for key, value in rules().items() if key != "ties"}}, "rules.ties"),
        ({"rules": rules(ceiling="-1")}, "rules.ceiling"),
        ({"rules": rules(opens_at="2026-11-02T10:00:00")}, "rules.opens_at"),
        ({"rules": rules(improvement={"reference": "best", "step": "1", "percent": "1"})}, "rules.improvement"),
        ({"rules": rules(improvement={"reference": "best"})}, "rules.improvement"),
        ({"rules": rules(factors={"A": {"multiply": "1"}})}, "rules.factors.A"),
        ({"rules": rules(DUTCH, ticks={**DUTCH["ticks"], "step": "0"})}, "rules.ticks.step"),
        ({"rules": rules(DUTCH, ticks={**DUTCH["ticks"], "every_s": 0})}, "rules.ticks.every_s"),
        ({"events": [bid("10:01", "A", "1e31")]}, "events[0].amount"),
        ({"events": [bid("10:01", "A", "-1")]}, "events[0].amount"),
        ({"events": [bid("10:01", "A", "NaN")]}, "events[0].amount"),
        ({"events": [act("10:01", "win", "A")]}, "events[0].kind"),
        ({"events": [act("10:01", "pause", "A")]}, "events[0].bidder"),
        ({"events": [{**bid("10:01", "A", "1"), "by": "proxy"}]}, "events[0].by"),
        ({"opening": [*opening(A="1"), *opening(A="2")]}, "opening[1].bidder"),
        ({"events": [bid("10:02", "A", "1"), bid("10:01", "A", "1")]}, "events[1].at"),
    ],
)
def test_fault_is_named_by_its_path(question, path):
    with pytest.raises(CalcError) as caught:
        ask(**question)

    assert [where for where, _ in caught.value.faults] == [path]


def test_same_input_gives_the_same_answer_in_the_order_of_the_text():
    answer = ask(opening=opening(A="990"), events=[bid("10:01", "B", "980")])

    assert json.dumps(answer) == json.dumps(ask(opening=opening(A="990"), events=[bid("10:01", "B", "980")]))
    assert list(answer["events"][0]) == ["at", "kind", "bidder", "amount", "accepted", "rank", "closes_at"]
    assert answer["closes_at"] == at("11:00")
