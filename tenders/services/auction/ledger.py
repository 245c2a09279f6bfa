"""The auction's record. Its row is the lock: every act is decided alone, at the database's time read after the lock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils.translation import gettext as _

from srm.authz import SYSTEM, person
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import record
from srm.live.services import publish
from srm.money.exact import money_text
from tenders.events import AuctionBegun
from tenders.models import Auction, AuctionEvent, AuctionParticipant
from tenders.queries.auction.state import keep_state, state_of
from tenders.rules.auction import instant
from tenders.rules.auction.compute import event_rows
from tenders.rules.auction.event import read_event
from tenders.rules.auction.state import State
from tenders.rules.auction.step import step
from tenders.states import AUCTION, AuctionStatus

CENT = Decimal("0.01")
HOST, BIDDERS = "auction", "auction-bidder"  # topics: what the buyers hear, and what bidders may


@dataclass(frozen=True)
class Ledger:
    """An auction locked until the end of the transaction, and the moment that decides."""

    auction: Auction
    now: datetime

    def append(
        self, act: dict[str, Any], *, by: Any, participant: AuctionParticipant | None = None, note: str = ""
    ) -> AuctionEvent:
        """Let the rules decide the act and keep it with the decision, refused or not; move the close."""
        auction, before = self.auction, state_of(self.auction)
        given = {"at": instant.to_text(_not_before(before, self.now)), **act}
        state, decision = step(before, read_event(given))
        rows = event_rows(state.rules, given, decision)
        names = {} if len(rows) == 1 else {p.alias: p for p in auction.participants.all()}
        first, *answers = rows
        head = _row(auction, 1, first, given, participant)
        head.note, head.made_by = note, person(by)
        tail = [_row(auction, n, row, _published(row), names[row["bidder"]]) for n, row in enumerate(answers, start=2)]
        AuctionEvent.objects.bulk_create([head, *tail])
        auction.last_seq += len(rows)
        auction.closes_at = moment(state.closes_at)
        auction.save(update_fields=["last_seq", "closes_at"])
        keep_state(auction, state)
        tell(auction, state, bidders=head.accepted)
        return head


def lock_auction(auction: Auction) -> Ledger:
    """Lock the auction, then read the clock: whoever waited for the lock past the close is late.

    An auction whose opening has come begins here, whoever acts first.
    """
    fresh = Auction.objects.select_for_update(of=("self",)).select_related("lot__tender").get(pk=auction.pk)
    ledger = Ledger(fresh, database_now())
    if fresh.status == AuctionStatus.SCHEDULED and ledger.now >= fresh.opens_at:
        AUCTION.perform(fresh, "begin")
        record(AuctionBegun(fresh.public_id, fresh.number), subject=fresh, by=SYSTEM)
    return ledger


def refuse_finished(auction: Auction) -> None:
    """Raise Refused when the record is closed: nothing is added to what was sealed."""
    if auction.status in (AuctionStatus.CLOSED, AuctionStatus.CANCELLED):
        raise Refused(_("The auction is over."), code="closed")


def tell(auction: Auction, state: State | None = None, *, bidders: bool = True) -> None:
    """Tell the open rooms. What bidders hear is the same for all: best price and close, no name, no count."""
    state = state or state_of(auction)
    best = money_text(state.order[0][1], state.rules.currency) if state.order else None
    payload = {"status": auction.status, "best": best, "closes_at": instant.to_text(state.closes_at)}
    publish(f"{HOST}/{auction.public_id}", {**payload, "seq": auction.last_seq})
    if bidders:
        publish(f"{BIDDERS}/{auction.public_id}", payload)


def moment(microseconds: int | None) -> datetime | None:
    """Return an instant of the rules as a time."""
    return None if microseconds is None else instant.EPOCH.astimezone(UTC) + timedelta(microseconds=microseconds)


def _not_before(state: State, now: datetime) -> int:
    # A clock that is set back must not make the record run backwards.
    return max(instant.from_datetime(now), state.last_at or 0)


def _row(
    auction: Auction, offset: int, row: dict[str, Any], data: dict[str, Any], participant: AuctionParticipant | None
) -> AuctionEvent:
    amount = row.get("amount")
    return AuctionEvent(
        auction=auction, seq=auction.last_seq + offset, at=datetime.fromisoformat(row["at"]), kind=row["kind"],
        participant=participant, amount=None if amount is None else Decimal(amount).quantize(CENT, ROUND_DOWN),
        data=data, accepted=row["accepted"], reason=row.get("reason", ""), rank=row["rank"],
        closes_at=row["closes_at"] and datetime.fromisoformat(row["closes_at"]),
    )  # fmt: skip


def _published(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("at", "kind", "bidder", "amount", "by")}
