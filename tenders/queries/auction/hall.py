"""An auction as its host and observers watch it: every alias with its prices. Names only after the close."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from srm.clock import database_now
from tenders.models import Auction, AuctionEvent, AuctionParticipant
from tenders.policies import may_see_bidders
from tenders.queries.auction.state import state_of
from tenders.states import AuctionStatus


@dataclass(frozen=True)
class Standing:
    """One bidder: where he stands, where he began, what he did."""

    alias: str
    participant: AuctionParticipant
    rank: int | None
    amount: Decimal | None
    behind: Decimal | None
    first: Decimal
    bids: int
    last_at: datetime | None
    excluded: bool
    supplier: Any = None  # after the close

    @property
    def saving(self) -> Decimal | None:
        return None if self.amount is None else self.first - self.amount

    @property
    def lowered(self) -> Decimal | None:
        return None if self.saving is None else self.saving / self.first


@dataclass(frozen=True)
class Hall:
    """The auction at the moment `now`: ranking best first, events newest first."""

    auction: Auction
    now: datetime
    phase: str
    standings: list[Standing]
    events: list[AuctionEvent]
    extensions: int
    bids: int
    refused: int
    first_best: Decimal
    estimate: Decimal | None
    chart: dict[str, Any] = field(default_factory=dict)
    table: dict[str, list] = field(default_factory=dict)

    @property
    def best(self) -> Standing | None:
        return next((row for row in self.standings if row.amount is not None), None)

    @property
    def second(self) -> Standing | None:
        return next((row for row in self.standings if row.amount is not None and row is not self.best), None)

    @property
    def saved(self) -> Decimal | None:
        return self.first_best - self.best.amount if self.best else None

    @property
    def saved_share(self) -> Decimal | None:
        return None if self.saved is None else self.saved / self.first_best

    @property
    def saved_estimate(self) -> Decimal | None:
        return self.estimate - self.best.amount if self.estimate and self.best else None

    @property
    def is_running(self) -> bool:
        return self.auction.status in (AuctionStatus.LIVE, AuctionStatus.PAUSED) and self.phase != AuctionStatus.CLOSED

    @property
    def mark(self) -> str:
        return f"{self.phase}/{self.auction.last_seq}/{self.auction.status}"


def hall_of(auction: Auction) -> Hall:
    """Return the auction for its host's room. Says nothing of who may see it."""
    now, state = database_now(), state_of(auction)
    events = list(auction.events.filter(seq__lte=auction.last_seq).select_related("participant").order_by("-seq"))
    first = {row["bidder"]: Decimal(row["amount"]) for row in auction.opening}
    standings = _standings(auction, state, events, first)
    bids = [event for event in events if event.kind == "bid"]
    chart, table = _chart(auction, now, standings, bids)
    return Hall(
        auction=auction, now=now, phase=auction.phase(now), standings=standings, events=events,
        extensions=state.extensions, bids=sum(e.accepted for e in bids), refused=sum(not e.accepted for e in bids),
        first_best=min(first.values()), estimate=auction.lot.estimate, chart=chart, table=table,
    )  # fmt: skip


def _standings(
    auction: Auction, state: Any, events: list[AuctionEvent], first: dict[str, Decimal]
) -> list[Standing]:  # fmt: skip
    named = may_see_bidders(auction)
    people = auction.participants.select_related("supplier") if named else auction.participants.all()
    best = state.order[0][1] if state.order else None
    rows = [
        _standing(p, state, best, [e for e in events if e.participant_id == p.pk], first[p.alias], named=named)
        for p in people
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.alias))


def _standing(
    participant: AuctionParticipant, state: Any, best: Any, events: list[AuctionEvent], first: Decimal, *, named: bool
) -> Standing:
    alias = participant.alias
    own = state.standing.get(alias)
    bids = [event for event in events if event.kind == "bid" and event.accepted]
    amount = None if own is None else Decimal(own.amount.numerator) / own.amount.denominator
    behind = None if own is None else Decimal((own.price - best).numerator) / (own.price - best).denominator
    return Standing(
        alias=alias, participant=participant, rank=state.rank(alias), amount=amount, behind=behind or None, first=first,
        bids=len(bids), last_at=bids[0].at if bids else None, excluded=alias in state.excluded,
        supplier=participant.supplier if named else None,
    )  # fmt: skip


def _chart(
    auction: Auction, now: datetime, standings: Sequence[Standing], bids: list[AuctionEvent]
) -> tuple[dict[str, Any], dict[str, list]]:
    """Prices over time by alias, each step at its moment; the table says the same in words."""
    end = min(now, auction.closes_at) if auction.closes_at else now
    accepted = [event for event in reversed(bids) if event.accepted]
    series = [_line(auction, row, accepted, end) for row in standings]
    names = [row.alias for row in standings]
    rows = [[_time(e.at), *(e.amount if e.participant.alias == name else None for name in names)] for e in accepted]
    return {"time": True, "places": 2, "labels": [], "series": series}, {"head": ["", *names], "rows": rows}


def _line(auction: Auction, row: Standing, bids: list[AuctionEvent], end: datetime) -> dict[str, Any]:
    points = [[_ms(auction.opens_at), float(row.first)]]
    points += [[_ms(e.at), float(e.amount)] for e in bids if e.participant_id == row.participant.pk]
    if _ms(end) > points[-1][0]:
        points.append([_ms(end), points[-1][1]])
    return {"label": row.alias, "values": points, "step": True, "dashed": row.excluded}


def _time(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M:%S}"


def _ms(at: datetime) -> int:
    # The reader's wall clock, drawn as if it were UTC: the browser's zone need not be his.
    local = timezone.localtime(at)
    return int((local.timestamp() + local.utcoffset().total_seconds()) * 1000)
