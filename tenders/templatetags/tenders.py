"""What a tender's templates ask for: its parts, its buttons, its words."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.states import AuctionFormat
from srm.ui import formats
from srm.ui.actions import Action
from tenders.models import Amendment, Bid, Invitation, Tender
from tenders.queries.room import Room
from tenders.services.amendment import changed_value
from tenders.states import BidStatus, TenderStatus

register = template.Library()
LABELS = {
    "bids_until": gettext_lazy("Bids until"),
    "questions_until": gettext_lazy("Questions until"),
    "description": gettext_lazy("Description"),
}
STEPS = {
    "lots": "tenders:lot-create",
    "criteria": "tenders:tender-criteria",
    "dates": "tenders:tender-edit",
    "invitations": "tenders:tender-invite",
    "committee": "tenders:tender-committee",
}
ENDING = (TenderStatus.PUBLISHED, TenderStatus.EVALUATION, TenderStatus.DECISION)


@register.simple_tag
def tender_parts(room: Room, tab: str) -> list[dict[str, Any]]:
    """Return the parts of a published tender that the reader may open."""
    tender, lot = room.tender, room.tender.lots.first()
    rows = [("tender", _("Tender"), "tender-detail", tender, None)]
    rows.append(("questions", _("Questions"), "tender-questions", tender, room.questions_waiting or None))
    rows.append(("opening", _("Opening"), "tender-opening", tender, None))
    if room.sees_bids and room.scored:
        rows.append(("scores", _("Scores"), "tender-scores", tender, None))
    if room.sees_prices and lot and tender.asks_prices:
        rows.append(("comparison", _("Comparison"), "lot-comparison", lot, None))
        rows.append(("award", _("Award"), "lot-award", lot, None))
    return [
        {"label": label, "url": reverse(f"tenders:{name}", args=[obj.public_id]), "current": key == tab, "count": count}
        for key, label, name, obj, count in rows
    ]


@register.simple_tag
def tender_actions(room: Room, tab: str) -> list[Action]:
    """Return the buttons of a tender's head: one next act, the rest in the menu."""
    if not room.may_edit:
        return []
    found = _draft_actions(room) if room.is_draft else _running_actions(room, tab)
    return [*found, *_ending_actions(room.tender)]


@register.simple_tag
def few_bids_actions(room: Room, bids: Sequence[Bid]) -> list[Action]:
    """Return what may be decided when fewer bids came than asked for."""
    if room.tender.status != TenderStatus.EVALUATION:
        return []
    go_on = _action(_("Go on"), "tender-proceed", room.tender, reason=True, confirm=_("Say why."))
    words = _("The suppliers will read the reason.")
    end = _action(_("Close without award"), "tender-fail", room.tender, reason=True, confirm=words)
    return [go_on, end] if bids else [end]


@register.simple_tag
def bid_actions(room: Room, bid: Bid) -> list[Action]:
    """Return exclude or admit, while bids are judged."""
    if not room.may_edit or room.tender.status != TenderStatus.EVALUATION:
        return []
    if bid.status == BidStatus.EXCLUDED:
        return [_action(_("Admit again"), "bid-readmit", bid, reason=True, confirm=_("Say why."))]
    words = _("The bidder will read the reason.")
    return [_action(_("Exclude"), "bid-exclude", bid, reason=True, confirm=words, danger=True)]


@register.simple_tag
def draft_step(tender: Tender, step: str) -> str:
    """Return where a point of the check list is mended."""
    lot = tender.lots.first() if step == "lots" else None
    if lot:
        return reverse("tenders:lot-edit", args=[lot.public_id])
    return reverse(STEPS[step], args=[tender.public_id])


@register.filter
def if_draft(url: str, room: Room) -> str:
    """Return the address where the draft may be edited, else nothing."""
    return url if room.is_draft and room.may_edit else ""


@register.simple_tag
def invited_viewed(invitations: Sequence[Invitation]) -> int:
    """Return how many of the invited have looked."""
    return sum(invitation.viewed_at is not None for invitation in invitations)


@register.filter
def auction_label(tender: Tender) -> str:
    """Return the auction's format in words."""
    return str(AuctionFormat(tender.auction_format).label)


@register.filter
def changes(amendment: Amendment) -> list[dict[str, Any]]:
    """Return what an amendment changed, worded."""
    return [
        {"label": LABELS.get(name, name), "old": _value(name, row["old"]), "new": _value(name, row["new"])}
        for name, row in amendment.changes.items()
    ]


@register.filter
def plain_count(actions: Sequence[Action]) -> int:
    """Return how many buttons stand beside the primary one; what ends the tender goes into the menu."""
    return min(2, sum(not action.danger and not action.primary for action in actions))


def _value(name: str, stored: Any) -> str:
    value = changed_value(name, stored)
    return formats.moment(value) if hasattr(value, "isoformat") else str(value or "")


def _draft_actions(room: Room) -> list[Action]:
    tender = room.tender
    return [
        _action(
            _("Publish tender"), "tender-publish", tender, primary=True, confirm=_("From then on the rules stand.")
        ),
        _action(_("Settings and dates"), "tender-edit", tender, method="get"),
        _action(_("Invite"), "tender-invite", tender, method="get"),
        _action(_("Committee"), "tender-committee", tender, method="get"),
        _action(_("Criteria"), "tender-criteria", tender, method="get"),
        _action(_("Add lot"), "lot-create", tender, method="get"),
    ]


def _running_actions(room: Room, tab: str) -> list[Action]:
    tender = room.tender
    if room.takes_bids and not room.deadline_passed:
        return [
            _action(_("Amend tender"), "tender-amend", tender, method="get"),
            _action(_("Invite"), "tender-invite", tender, method="get"),
            _action(_("Committee"), "tender-committee", tender, method="get"),
        ]
    if room.takes_bids and tab != "opening":
        return [_action(_("To the opening"), "tender-opening", tender, method="get", primary=True)]
    return []


def _ending_actions(tender: Tender) -> list[Action]:
    found = []
    words = _("The suppliers will read the reason.")
    if tender.opened_at and tender.status in ENDING:
        found.append(_action(_("Close without award"), "tender-fail", tender, reason=True, confirm=words, danger=True))
    if tender.status in (TenderStatus.DRAFT, *ENDING):
        found.append(_action(_("Cancel tender"), "tender-cancel", tender, reason=True, confirm=words, danger=True))
    return found


def _action(label: str, name: str, obj: models.Model, **more: Any) -> Action:
    return Action(label=label, url=reverse(f"tenders:{name}", args=[obj.public_id]), name=name, **more)
