"""One thing that happened, read from its published form."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from srm.money.exact import CalcError, exact
from tenders.rules.auction import instant
from tenders.rules.auction.kinds import Kind

Json = dict[str, Any]
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Event:
    """An act of a bidder or of the officer; ``at`` in microseconds, money exact."""

    kind: Kind
    at: int
    bidder: str = ""
    amount: Fraction = NOTHING
    floor: Fraction = NOTHING
    step: Fraction = NOTHING
    by: int = 0


def read_event(data: Json, path: str = "event") -> Event:
    """An event from its JSON form; raises CalcError when its time has no zone."""
    return Event(
        kind=Kind(data["kind"]),
        at=instant.from_text(data["at"], f"{path}.at"),
        bidder=data.get("bidder", ""),
        amount=_money(data, "amount"),
        floor=_money(data, "floor"),
        step=_money(data, "step"),
        by=data.get("by_s", 0) * instant.SECOND,
    )


def _money(data: Json, name: str) -> Fraction:
    return exact(data[name]) if name in data else NOTHING


def read_events(rows: list[Json]) -> list[Event]:
    """Events in time order; raises CalcError for each one that stands before the one above it."""
    events = [read_event(row, f"events[{index}]") for index, row in enumerate(rows)]
    faults = [
        (f"events[{index}].at", "before the event above it")
        for index in range(1, len(events))
        if events[index].at < events[index - 1].at
    ]
    if faults:
        raise CalcError(faults)
    return events
