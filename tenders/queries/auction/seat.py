"""An auction as one bidder may know it: his own prices and rank, the best price, the close. No rival, no count."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from srm.clock import database_now
from srm.money.exact import minor_unit
from tenders.models import Auction, AuctionEvent, AuctionParticipant
from tenders.queries.auction.state import state_of
from tenders.rules.auction import instant
from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Kind
from tenders.rules.auction.limits import limit
from tenders.rules.auction.state import State
from tenders.rules.auction.step import Decision, step
from tenders.rules.doubt import Doubt, doubt
from tenders.states import AuctionStatus

FURTHER = (0, 1, 4)  # suggested bids: the largest possible, and so many steps below it
TOLD = ("pause", "resume", "extend", "stop")


@dataclass(frozen=True)
class Suggestion:
    """An amount that could be bid now; `lower` than one's own price by so much."""

    amount: Decimal
    lower: Decimal | None
    leads: bool


@dataclass(frozen=True)
class Seat:
    """The room of one bidder at the moment `now`."""

    auction: Auction
    participant: AuctionParticipant
    now: datetime
    phase: str
    amount: Decimal | None
    rank: int | None
    best: Decimal | None
    limit: Decimal | None
    excluded: bool
    suggestions: list[Suggestion]
    bids: list[AuctionEvent]
    notes: list[AuctionEvent]
    extensions: int

    @property
    def leads(self) -> bool:
        return self.rank == 1

    @property
    def limit_leads(self) -> bool:
        """Against one's own price a bid may count and not lead."""
        return self.limit is not None and self.best is not None and self.limit < self.best

    @property
    def may_bid(self) -> bool:
        return self.phase == AuctionStatus.LIVE and not self.excluded

    @property
    def mark(self) -> str:
        """What a poll compares: changes when this room should be drawn anew."""
        closes_at = self.auction.closes_at.isoformat() if self.auction.closes_at else ""
        parts = (self.phase, self.best, self.rank, self.amount, closes_at, len(self.bids), len(self.notes))
        return "/".join(map(str, parts))

    def doubt_about(self, amount: Decimal) -> Doubt | None:
        """Return a doubt when the amount lies far below the own price."""
        return doubt(amount, self.amount, self.limit) if self.amount else None


def seat_of(auction: Auction, participant: AuctionParticipant) -> Seat:
    """Return the room as the participant sees it now. Reads only; decides nothing."""
    now, state = database_now(), state_of(auction)
    alias = participant.alias
    events = auction.events.filter(seq__lte=auction.last_seq).order_by("-seq")
    own = state.standing.get(alias)
    least = None if alias in state.excluded else limit(state, alias)
    amount = None if own is None else _decimal(own.amount, state)
    best = _decimal(state.order[0][1], state) if state.order else None
    lowest = None if least is None else _decimal(least, state)
    return Seat(
        auction=auction, participant=participant, now=now, phase=auction.phase(now), amount=amount,
        rank=state.rank(alias), best=best, limit=lowest, excluded=alias in state.excluded,
        suggestions=_suggestions(best, lowest, amount, state),
        bids=list(events.filter(participant=participant, kind="bid")),
        notes=list(events.filter(kind__in=TOLD)), extensions=state.extensions,
    )  # fmt: skip


def try_bid(auction: Auction, participant: AuctionParticipant, amount: Decimal) -> Decision:
    """Return what the rules would say to the amount if the auction were open now. Nothing is kept."""
    state = state_of(auction)
    at = max(instant.from_datetime(database_now()), state.rules.opens_at)
    event = Event(kind=Kind.BID, at=at, bidder=participant.alias, amount=Fraction(amount))
    return step(state, event)[1]


def _suggestions(
    best: Decimal | None, lowest: Decimal | None, own: Decimal | None, state: State
) -> list[Suggestion]:  # fmt: skip
    if lowest is None or best is None:
        return []
    unit = Decimal(1).scaleb(-minor_unit(state.rules.currency))
    apart = max(best - lowest, unit)
    amounts = [lowest - apart * n for n in FURTHER]
    return [Suggestion(a, own and own - a, a < best) for a in amounts if a > 0]


def _decimal(value: Fraction, state: State) -> Decimal:
    places = minor_unit(state.rules.currency)
    return Decimal(round(value * 10**places)).scaleb(-places)
