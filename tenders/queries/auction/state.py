"""The state behind an auction's record, rebuilt by the rules. Only they know what a bid does."""

from collections import OrderedDict
from typing import Any

from django.db import transaction

from tenders.models import Auction
from tenders.rules.auction.compute import rebuild
from tenders.rules.auction.event import read_event
from tenders.rules.auction.rules import read_rules
from tenders.rules.auction.state import State
from tenders.rules.auction.step import advance

# Rebuilding a long auction for each bid would make the lock's holder slow. The record is append-only, so a state that
# was committed never becomes wrong, only old: it is then carried on from where it stands.
_KEPT: OrderedDict[str, tuple[int, State]] = OrderedDict()
KEEP = 32


def state_of(auction: Auction) -> State:
    """Return the state after the auction's `last_seq` events. The caller may change it: it is a copy."""
    kept = _KEPT.get(auction.public_id)
    if kept is None or kept[0] > auction.last_seq:
        return rebuild(read_rules(auction.rules), auction.opening, _record(auction, 0))
    seq, state = kept[0], kept[1].copy()
    if seq < auction.last_seq:
        for row in _record(auction, seq):
            if row["accepted"] and "by" not in row:
                advance(state, read_event(row))
    return state


def keep_state(auction: Auction, state: State) -> None:
    """Remember the state once the transaction is committed; what is rolled back is never remembered."""
    key, seq, kept = auction.public_id, auction.last_seq, state.copy()

    def remember() -> None:
        if key not in _KEPT or _KEPT[key][0] < seq:
            _KEPT[key] = (seq, kept)
            _KEPT.move_to_end(key)
        while len(_KEPT) > KEEP:
            _KEPT.popitem(last=False)

    transaction.on_commit(remember)


def forget_states() -> None:
    """Start anew: for tests and for a restored database."""
    _KEPT.clear()


def auction_input(auction: Auction) -> dict[str, Any]:
    """Return the auction as `srm calc auction` takes it: bidders by alias, the proxies' answers left to the rules."""
    rows = auction.events.filter(seq__lte=auction.last_seq).order_by("seq").values_list("data", flat=True)
    events = [data for data in rows if "by" not in data]
    return {"rules": auction.rules, "opening": auction.opening, "events": events}


def _record(auction: Auction, after: int) -> list[dict[str, Any]]:
    rows = auction.events.filter(seq__gt=after, seq__lte=auction.last_seq).order_by("seq")
    return [{**data, "accepted": accepted} for data, accepted in rows.values_list("data", "accepted")]
