"""What a tender's page shows to a reader: its steps, its parts, what he may do next."""

from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from tenders.models import CommitteeMember, Tender
from tenders.policies import may_edit_tender, may_see_bids, may_see_prices
from tenders.queries.score import asks_scores, unfrozen_scorers
from tenders.states import TenderStatus

ORDER = (
    TenderStatus.DRAFT, TenderStatus.PUBLISHED, TenderStatus.EVALUATION, TenderStatus.DECISION, TenderStatus.AWARDED
)  # fmt: skip
OVER = (TenderStatus.CANCELLED, TenderStatus.UNSUCCESSFUL)


@dataclass(frozen=True)
class Room:
    """One reader in front of one tender."""

    tender: Tender
    may_edit: bool
    sees_bids: bool
    sees_prices: bool
    member: CommitteeMember | None
    scored: bool
    waiting_scorers: list[CommitteeMember]
    questions_waiting: int

    @property
    def is_draft(self) -> bool:
        return self.tender.status == TenderStatus.DRAFT

    @property
    def takes_bids(self) -> bool:
        return self.tender.status == TenderStatus.PUBLISHED

    @property
    def deadline_passed(self) -> bool:
        """For the page only: what may be done is decided by the service with the database's clock."""
        return bool(self.tender.bids_until and self.tender.bids_until <= timezone.now())

    @property
    def must_declare(self) -> bool:
        return self.member is not None and self.member.declared_at is None


def room_of(tender: Tender, user: Any) -> Room:
    """Return what the reader may see and do; a constant number of queries."""
    return Room(
        tender=tender,
        may_edit=may_edit_tender(user, tender),
        sees_bids=may_see_bids(user, tender),
        sees_prices=may_see_prices(user, tender),
        member=CommitteeMember.objects.filter(tender=tender, user_id=user.pk).first(),
        scored=asks_scores(tender),
        waiting_scorers=unfrozen_scorers(tender) if tender.opened_at else [],
        questions_waiting=tender.questions.filter(answered_at=None).count(),
    )


@dataclass(frozen=True)
class RoomStep:
    """One step of the tender's life as the stepper shows it."""

    label: Any
    state: str = ""
    detail: Any = ""


def steps_of(tender: Tender) -> list[RoomStep]:
    """Return the tender's life with the days that are known."""
    at = _position(tender)
    rows = [
        (_("Draft"), ""), (_("Published"), _day(tender.published_at)), (_("Bids until"), _day(tender.bids_until)),
        (_("Opened"), _day(tender.opened_at)), (_("Evaluation"), ""), (_("Award"), ""),
    ]  # fmt: skip
    return [RoomStep(label, _state(n, at, tender), detail) for n, (label, detail) in enumerate(rows)]


def _position(tender: Tender) -> int:
    """Which of the six steps is now; a tender that ended early stands where it was."""
    if tender.status == TenderStatus.AWARDED:
        return 6
    if tender.status == TenderStatus.DECISION:
        return 5
    if tender.opened_at:
        return 4
    return 2 if tender.published_at else 0


def _state(n: int, at: int, tender: Tender) -> str:
    if n == at and tender.status not in OVER:
        return "now"
    return "done" if n < at else ""


def _day(at: Any) -> str:
    return formats.date_format(timezone.localtime(at), _("j M")) if at else ""
