"""The whole auction at once, and the way back to its state from the record of its events."""

from collections.abc import Iterable
from typing import Any

from srm.money.exact import money_text
from tenders.rules.auction import rounds
from tenders.rules.auction.event import Event, read_event, read_events
from tenders.rules.auction.instant import to_text
from tenders.rules.auction.kinds import Format
from tenders.rules.auction.limits import limits
from tenders.rules.auction.opening import start
from tenders.rules.auction.ranking import ranking
from tenders.rules.auction.rules import Rules, read_rules
from tenders.rules.auction.state import State
from tenders.rules.auction.step import Decision, advance

Json = dict[str, Any]


def compute(data: Json) -> Json:
    """Decide every event of an auction; raises CalcError for rules and times that make no sense."""
    rules = read_rules(data["rules"])
    state = start(rules, data.get("opening"))
    events = read_events(data["events"])
    rows = [row for given, event in zip(data["events"], events, strict=True) for row in _decide(state, given, event)]
    return {"events": rows, **summary(state)}


def _decide(state: State, given: Json, event: Event) -> list[Json]:
    return event_rows(state.rules, given, advance(state, event))


def event_rows(rules: Rules, given: Json, decision: Decision) -> list[Json]:
    """The event with its decision, then the proxies' answers to it, as they are published."""
    verdict: Json = {"accepted": True} if decision.accepted else {"accepted": False, "reason": str(decision.reason)}
    rows = [{**given, **verdict, "rank": decision.rank, "closes_at": to_text(decision.closes_at)}]
    for answer in decision.answers:
        amount = money_text(answer.amount, rules.currency)
        bid = {"at": given["at"], "kind": "bid", "bidder": answer.bidder, "amount": amount, "by": "proxy"}
        rows.append({**bid, "accepted": True, "rank": 1, "closes_at": to_text(decision.answers_close_at)})
    return rows


def summary(state: State) -> Json:
    """What is published about a state: its close, ranking, schedule and limits."""
    rules = state.rules
    result: Json = {"closes_at": to_text(state.closes_at), "ranking": _ranking_rows(state)}
    if rules.format is Format.ROUNDS:
        result["schedule"] = [
            {"round": number, "turn": bidder, "from": to_text(begin), "to": to_text(end)}
            for number, bidder, begin, end in rounds.schedule(state)
        ]
    if rules.format is Format.ENGLISH:
        result["limits"] = {
            bidder: None if amount is None else money_text(amount, rules.currency)
            for bidder, amount in limits(state).items()
        }
    return result


def _ranking_rows(state: State) -> list[Json]:
    currency = state.rules.currency
    return [
        {
            "bidder": place.bidder,
            "amount": money_text(place.amount, currency),
            "effective": money_text(place.effective, currency),
            "rank": place.rank,
        }
        for place in ranking(state)
    ]


def rebuild(rules: Rules, opening: list[Json] | None, record: Iterable[Json]) -> State:
    """The state behind a published record: refused events changed nothing and answers come of themselves."""
    state = start(rules, opening)
    for row in record:
        if row["accepted"] and "by" not in row:
            advance(state, read_event(row))
    return state
