"""An auction before its first event: the opening bids stand, the close is the scheduled one."""

from typing import Any

from srm.money.exact import exact
from tenders.rules.auction import dutch, instant, japanese, rounds
from tenders.rules.auction.kinds import Format
from tenders.rules.auction.rules import TICKING, Rules
from tenders.rules.auction.state import State

Json = dict[str, Any]


def start(rules: Rules, opening: list[Json] | None = None) -> State:
    """The state before the first event; clocks name their own prices and take no opening bids."""
    opening = [] if rules.format in TICKING else opening or []
    close = _scheduled_close(rules, len(opening))
    state = State(rules=rules, close=close, scheduled=close, bidders=tuple(bid["bidder"] for bid in opening))
    state.standing = dict.fromkeys([*state.bidders, *rules.factors])
    for bid in _in_time_order(opening):
        amount = exact(bid["amount"])
        state.place(bid["bidder"], amount, rules.factor(bid["bidder"]).effective(amount), over=None)
    return state


def _in_time_order(opening: list[Json]) -> list[Json]:
    """The earlier bid first, equal times as listed, so that equal prices rank by it."""
    times = [instant.from_text(bid["at"], f"opening[{index}].at") for index, bid in enumerate(opening)]
    return [opening[index] for index in sorted(range(len(opening)), key=times.__getitem__)]


def _scheduled_close(rules: Rules, bidders: int) -> int:
    match rules.format:
        case Format.DUTCH:
            return dutch.scheduled_close(rules)
        case Format.JAPANESE:
            return japanese.scheduled_close(rules)
        case Format.ROUNDS:
            return rounds.scheduled_close(rules, bidders)
    return rules.closes_at
