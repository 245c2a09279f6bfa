"""Open bidding downwards: every bid is seen against the best or the bidder's own, proxies answer at once."""

from tenders.rules.auction import proxy
from tenders.rules.auction.bid import price_refusal
from tenders.rules.auction.event import Event
from tenders.rules.auction.extension import extend_close
from tenders.rules.auction.kinds import Kind, Reason
from tenders.rules.auction.state import State


def bid(state: State, event: Event) -> Reason | None:
    own = state.standing.get(event.bidder)
    if reason := price_refusal(state, event.bidder, event.amount, own):
        return reason
    price = state.rules.factor(event.bidder).effective(event.amount)
    state.place(event.bidder, event.amount, price, over=own)
    return None


def retract(state: State, event: Event) -> Reason | None:
    """The former price counts again and the proxy is cancelled; without a price there is nothing to retract."""
    if state.standing.get(event.bidder) is None:
        return Reason.TURN
    state.proxies.pop(event.bidder, None)
    state.restore(event.bidder)
    return None


def extend(state: State, event: Event, rank: int | None) -> bool:
    """The extension that an accepted act itself causes: a proxy's entry is no bid and causes none."""
    return event.kind is Kind.BID and rank is not None and extend_close(state, event.at, rank)


def answer(state: State, event: Event, *, extended: bool) -> tuple[proxy.Answer, ...]:
    """The proxies' answers to an accepted act; they extend only if the act has not."""
    answers = proxy.answers(state)
    if answers and not extended:
        extend_close(state, event.at, rank=1)
    return answers


ACTS = {Kind.BID: bid, Kind.PROXY: proxy.enter, Kind.RETRACT: retract}
