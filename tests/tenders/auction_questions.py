"""Auction questions in the published form, short enough to be read in a test."""

from typing import Any

from tenders.rules.auction.compute import compute

Json = dict[str, Any]
DAY = "2026-11-02T"
ENGLISH = {"format": "english", "closes_at": f"{DAY}11:00:00Z"}
SEALED = {"format": "sealed", "closes_at": f"{DAY}11:00:00Z"}
DUTCH = {"format": "dutch", "ticks": {"start": "50", "step": "10", "every_s": 60, "end": "75"}}
JAPANESE = {"format": "japanese", "ticks": {"start": "100", "step": "10", "every_s": 60, "end": "75"}}
ROUNDS = {
    "format": "rounds",
    "rounds": {"count": 3, "first_pause_s": 300, "pause_s": 120, "turn_s": 120},
    "improvement": {"reference": "own", "step": "10"},
}


def at(clock: str) -> str:
    """10:05, 10:05:30 or 10:05:30.000001 on the day of the auction."""
    return f"{DAY}{clock if clock.count(':') == 2 else clock + ':00'}Z"


def rules(form: Json = ENGLISH, **changes: Any) -> Json:
    return {"currency": "EUR", "opens_at": at("10:00"), "ties": "refuse", **form, **changes}


def bid(clock: str, bidder: str, amount: str) -> Json:
    return {"at": at(clock), "kind": "bid", "bidder": bidder, "amount": amount}


def proxy(clock: str, bidder: str, floor: str, **more: str) -> Json:
    return {"at": at(clock), "kind": "proxy", "bidder": bidder, "floor": floor, **more}


def act(clock: str, kind: str, bidder: str | None = None, **more: Any) -> Json:
    who = {} if bidder is None else {"bidder": bidder}
    return {"at": at(clock), "kind": kind, **who, **more}


def opening(**amounts: str) -> list[Json]:
    return [
        {"bidder": bidder, "amount": amount, "at": at(f"09:{minute:02}")}
        for minute, (bidder, amount) in enumerate(amounts.items())
    ]


def decide(*events: Json, given: list[Json] | None = None, **changes: Any) -> Json:
    """The answer to an english auction, or to another when ``form`` says so."""
    question = {"rules": rules(**changes), "events": list(events)}
    return compute(question if given is None else {**question, "opening": given})


def verdicts(answer: Json) -> list[Any]:
    """For each event its rank when accepted, its reason when not."""
    return [event["rank"] if event["accepted"] else event["reason"] for event in answer["events"]]


def closes(answer: Json) -> list[str]:
    """The close after each event, as time of day."""
    return [event["closes_at"] and event["closes_at"].removeprefix(DAY) for event in answer["events"]]


def ranked(answer: Json) -> list[tuple[str, str, int]]:
    return [(place["bidder"], place["amount"], place["rank"]) for place in answer["ranking"]]


def answered(answer: Json) -> list[tuple[str, str]]:
    """The proxies' bids, in the order they are listed."""
    return [(event["bidder"], event["amount"]) for event in answer["events"] if "by" in event]
