"""Soft close: an accepted bid shortly before the close moves it, within the caps and never back."""

from tenders.rules.auction.kinds import Anchor
from tenders.rules.auction.rules import Extension
from tenders.rules.auction.state import State


def extend_close(state: State, at: int, rank: int) -> bool:
    """Move the close for a bid of that rank at that time; says whether it moved."""
    extension = state.rules.extension
    if extension is None or not _triggers(state, extension, at, rank):
        return False
    close = _capped(state, extension, _wanted(state.close, extension, at))
    if close <= state.close:
        return False
    state.close = close
    state.extensions += 1
    return True


def _triggers(state: State, extension: Extension, at: int, rank: int) -> bool:
    if extension.trigger_rank is not None and rank > extension.trigger_rank:
        return False
    if extension.max_count is not None and state.extensions >= extension.max_count:
        return False
    return state.close - extension.window <= at < state.close


def _wanted(close: int, extension: Extension, at: int) -> int:
    if extension.anchor is Anchor.CLOSE:
        return close + extension.length
    return at + (extension.length if extension.anchor is Anchor.BID else extension.window)


def _capped(state: State, extension: Extension, close: int) -> int:
    return close if extension.max_total is None else min(close, state.scheduled + extension.max_total)
