"""A track in the words and marks of a page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from procurement.queries.track import ENDED, HELD_BY_REQUESTER, Point, Track
from procurement.states import RequisitionStatus
from srm.ui.audience import audience_of
from srm.ui.tags.pictures import TrackStep

ICONS = {
    "asked": "pencil", "approved": "clock", "bundled": "packages", "in_tender": "gavel",
    "contracted": "file-certificate", "ordered": "truck-delivery", "received": "check",
}  # fmt: skip
BEHIND_PROCUREMENTS_DOOR = {"bundled", "in_tender", "contracted"}


@dataclass(frozen=True)
class ShownTrack:
    """What a row shows: the seven steps, who has it, when it comes."""

    track: Track
    steps: list[TrackStep]
    holder: Any
    promise: str
    tone: str
    link: str = ""


def shown(track: Track, user: Any, today: date) -> ShownTrack:
    """Return a track as the reader sees it (“You” where he has it)."""
    holder = _("You") if track.holder == user else track.holder
    promise, tone = _promise(track, today)
    return ShownTrack(track, [_step(track, p) for p in track.points], holder, promise, tone, _link(track, user))


def _link(track: Track, user: Any) -> str:
    # Bundles, tenders and contracts are procurement's: a requester would be led to a page that is not there for him.
    stage = next((point.stage for point in track.points if point.state == "now"), "received")
    return "" if audience_of(user) == "department" and stage in BEHIND_PROCUREMENTS_DOOR else track.link


def _step(track: Track, point: Point) -> TrackStep:
    status = track.requisition.status
    if point.state != "now":
        label = short_day(point.at)
        return TrackStep(point.state, label)
    if status == RequisitionStatus.RETURNED:
        return TrackStep("now", _("Returned"), "arrow-back-up", "waiting")
    if track.is_rejected:
        return TrackStep("now", _("Left out"), "x", "late")
    if status in ENDED:
        return TrackStep("now", track.requisition.get_status_display(), "x", "late")
    if status == RequisitionStatus.DRAFT or (point.stage == "approved" and status == RequisitionStatus.SUBMITTED):
        return TrackStep("now", _("Draft") if status == RequisitionStatus.DRAFT else _("Waiting"), ICONS[point.stage])
    icon = "check" if point.stage == "approved" else ICONS[point.stage]
    return TrackStep("now", short_day(point.at), icon)


def _promise(track: Track, today: date) -> tuple[str, str]:
    status = track.requisition.status
    if track.is_rejected and track.line:
        return _("Left out: %(reason)s") % {"reason": track.line.rejected_reason}, "late"
    if status in ENDED or track.is_received:
        return track.requisition.get_status_display() if status in ENDED else pgettext("status", "Done"), "muted"
    if status in HELD_BY_REQUESTER:
        return (_("Late"), "late") if track.expected_on < today else (_("Not sent yet"), "muted")
    if track.days_late:
        return _("%(days)d days late") % {"days": track.days_late}, "late"
    return _("On time"), "good"


def short_day(at: datetime | None) -> str:
    """Return day and month."""
    # Translators: a day without its year, in Django's date letters.
    return formats.date_format(timezone.localtime(at), _("j M")) if at else ""
