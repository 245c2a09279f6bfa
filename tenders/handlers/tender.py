"""Notices that follow from a tender's events."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.notifications.values import as_time
from tenders.events import (
    BidsOpened,
    BidSubmitted,
    BidWithdrawn,
    CommitteeSet,
    QuestionAnswered,
    QuestionAsked,
    ScoresFrozen,
    SupplierAskedToBid,
    TenderAmended,
    TenderCancelled,
    TenderPublished,
    TenderUnsuccessful,
)
from tenders.models import Bid, Invitation, Tender
from tenders.services.notice import bidders_of, invited_people, portal_path, tell_invited, words


def tender_of(event: Any) -> Tender:
    return Tender.objects.select_related("buyer").get(public_id=event.tender)


@on(TenderPublished)
def invite_all(event: TenderPublished, *, record: Event) -> None:
    for invitation in Invitation.objects.filter(tender__public_id=event.tender).select_related(
        "tender__buyer", "supplier"
    ):
        tell_invited(invitation=invitation, event=record)


@on(SupplierAskedToBid)
def invite_one(event: SupplierAskedToBid, *, record: Event) -> None:
    invitation = Invitation.objects.select_related("tender__buyer", "supplier").get(public_id=event.invitation)
    tell_invited(invitation=invitation, event=record)


@on(TenderAmended)
def tell_amendment(event: TenderAmended, *, record: Event) -> None:
    _tell_bidders(tender_of(event), "tenders.amended", record, reason=event.reason)


@on(QuestionAnswered)
def tell_answer(event: QuestionAnswered, *, record: Event) -> None:
    _tell_bidders(tender_of(event), "tenders.answered", record)


@on(TenderCancelled, TenderUnsuccessful)
def tell_end(event: TenderCancelled | TenderUnsuccessful, *, record: Event) -> None:
    tender = tender_of(event)
    if tender.published_at:
        _tell_bidders(tender, "tenders.ended", record, reason=event.reason)


@on(QuestionAsked)
def tell_buyer_of_question(event: QuestionAsked, *, record: Event) -> None:
    tender = tender_of(event)
    url = reverse("tenders:tender-questions", args=[tender.public_id])
    notify(recipients=[tender.buyer], kind="tenders.asked", subject=tender, url=url, event=record, params=words(tender))


@on(CommitteeSet)
def tell_committee(event: CommitteeSet, *, record: Event) -> None:
    tender = tender_of(event)
    members = [m.user for m in tender.committee.filter(declared_at=None).select_related("user")]
    url = tender.get_absolute_url()
    notify(recipients=members, kind="tenders.seated", subject=tender, url=url, event=record, params=words(tender))


@on(BidSubmitted)
def send_receipt(event: BidSubmitted, *, record: Event) -> None:
    """Only the bidder's own people hear of it; the fingerprint in their mail outlives our database."""
    bid = Bid.objects.select_related("tender", "supplier").get(public_id=event.bid)
    url = reverse("tenders:portal-receipt", args=[bid.tender.public_id])
    params = words(bid.tender, at=_moment(event), receipt=event.receipt, digest=event.digest)
    notify(
        recipients=bidders_of(bid.supplier), kind="tenders.received", subject=bid, url=url, event=record, params=params
    )


@on(BidWithdrawn)
def confirm_withdrawal(event: BidWithdrawn, *, record: Event) -> None:
    bid = Bid.objects.select_related("tender", "supplier").get(public_id=event.bid)
    people, url = bidders_of(bid.supplier), portal_path(bid.tender)
    notify(recipients=people, kind="tenders.withdrawn", subject=bid, url=url, event=record, params=words(bid.tender))


@on(BidsOpened)
def tell_opening(event: BidsOpened, *, record: Event) -> None:
    tender = tender_of(event)
    people = [tender.buyer, *(m.user for m in tender.committee.select_related("user"))]
    url = reverse("tenders:tender-opening", args=[tender.public_id])
    notify(recipients=people, kind="tenders.opened", subject=tender, url=url, event=record, params=words(tender))


@on(ScoresFrozen)
def tell_frozen(event: ScoresFrozen, *, record: Event) -> None:
    tender = tender_of(event)
    if event.all_frozen:
        url = tender.get_absolute_url()
        notify(
            recipients=[tender.buyer],
            kind="tenders.frozen",
            subject=tender,
            url=url,
            event=record,
            params=words(tender),
        )


def _tell_bidders(tender: Tender, kind: str, record: Event, **more: Any) -> None:
    notify(
        recipients=invited_people(tender), kind=kind, subject=tender, url=portal_path(tender), event=record,
        params=words(tender, **more),
    )  # fmt: skip


def _moment(event: BidSubmitted) -> dict:
    at = event.submitted_at
    return as_time(datetime.fromisoformat(at) if isinstance(at, str) else at)
