"""Bidders and the host are told of an auction. Nobody's notice names or counts a rival."""

from typing import Any

from django.urls import reverse

from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.notifications.values import as_time
from tenders.events import AuctionCancelled, AuctionClosed, AuctionScheduled
from tenders.models import Auction
from tenders.services.notice import bidders_of


@on(AuctionScheduled)
def tell_plan(event: AuctionScheduled, *, record: Event) -> None:
    auction = auction_of(event.auction)
    _tell_bidders(auction, "tenders.auction_planned", record, opens=as_time(auction.opens_at))


@on(AuctionCancelled)
def tell_call_off(event: AuctionCancelled, *, record: Event) -> None:
    _tell_bidders(auction_of(event.auction), "tenders.auction_cancelled", record, reason=event.reason)


@on(AuctionClosed)
def tell_close(event: AuctionClosed, *, record: Event) -> None:
    auction = auction_of(event.auction)
    _tell_bidders(auction, "tenders.auction_closed", record)
    notify(
        recipients=[auction.lot.tender.buyer], kind="tenders.auction_over", subject=auction, event=record,
        url=auction.get_absolute_url(), params=_words(auction),
    )  # fmt: skip


def auction_of(public_id: str) -> Auction:
    return Auction.objects.select_related("lot__tender__buyer").get(public_id=public_id)


def _tell_bidders(auction: Auction, kind: str, record: Event, **more: Any) -> None:
    path = reverse("tenders:portal-auction-detail", args=[auction.public_id])
    people = [
        person for p in auction.participants.select_related("supplier") for person in bidders_of(p.supplier)
    ]  # fmt: skip
    notify(
        recipients=people, kind=kind, subject=auction, url=path, event=record, params={**_words(auction), **more}
    )  # fmt: skip


def _words(auction: Auction) -> dict[str, Any]:
    return {"number": auction.number, "title": auction.lot.title}
