"""Auctions for suppliers: the list, the room, the bid."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from srm.errors import Refused
from srm.ui.doors import portal_page
from tenders.forms.auction import BidForm
from tenders.models import Auction, AuctionEvent
from tenders.policies import may_bid_in_auction
from tenders.queries.auction.clock import clock_of
from tenders.queries.auction.seat import Seat, seat_of, try_bid
from tenders.queries.auction.words import refusal_text
from tenders.services import place_auction_bid
from tenders.states import AuctionStatus

OVER = [AuctionStatus.CLOSED, AuctionStatus.CANCELLED]


def own_auctions(request: HttpRequest) -> QuerySet:
    """Every portal query starts at the supplier."""
    return Auction.objects.for_supplier(request.supplier).select_related("lot__tender")


def seat_or_404(request: HttpRequest, public_id: str) -> Seat:
    auction = get_object_or_404(own_auctions(request), public_id=public_id)
    return seat_of(auction, auction.participants.select_related("supplier").get(supplier=request.supplier))


@portal_page
@require_safe
def auction_list(request: HttpRequest) -> HttpResponse:
    auctions = own_auctions(request)
    context = {
        "supplier": request.supplier, "running": auctions.exclude(status__in=OVER).order_by("opens_at"),
        "over": auctions.filter(status__in=OVER)[:50],
    }  # fmt: skip
    return render(request, "portal/tenders/auction/list.html", context)


@portal_page
@require_safe
def auction_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    return _room(request, seat_or_404(request, public_id), BidForm())


@portal_page
@never_cache
@require_safe
def auction_clock(request: HttpRequest, public_id: str) -> JsonResponse:
    seat = seat_or_404(request, public_id)
    return JsonResponse(clock_of(seat.auction, seat.now, seat.mark))


@portal_page
@require_POST
def auction_bid(request: HttpRequest, public_id: str) -> HttpResponse:
    """Place a bid; far below the own price, or from a suggestion, it must be said twice."""
    seat = seat_or_404(request, public_id)
    form = BidForm(request.POST)
    if not form.is_valid():
        return _room(request, seat, form, status=422)
    data = form.cleaned_data
    if data["confirmed"] != data["amount"] and (question := _question(seat, data)):
        return _room(request, seat, form, status=422, question=question)
    try:
        event = place_auction_bid(
            auction=seat.auction, participant=seat.participant, amount=data["amount"], by=request.user
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        _tell(request, event, seat_or_404(request, public_id))
    return redirect("tenders:portal-auction-detail", public_id)


@portal_page
@require_POST
def auction_try(request: HttpRequest, public_id: str) -> HttpResponse:
    """A test bid in the lobby: what the rules would say, and nothing is kept."""
    seat = seat_or_404(request, public_id)
    if seat.phase != AuctionStatus.SCHEDULED:
        raise Http404
    form = BidForm(request.POST)
    if not form.is_valid():
        return _room(request, seat, form, status=422)
    decision = try_bid(seat.auction, seat.participant, form.cleaned_data["amount"])
    if decision.accepted:
        trial = {"good": True, "text": _("It would count. Nothing was sent.")}
    else:
        words = refusal_text(str(decision.reason), seat.limit, seat.auction.currency)
        trial = {"good": False, "text": words + " " + _("Nothing was sent.")}
    return _room(request, seat, form, trial=trial)


def _question(seat: Seat, data: dict[str, Any]) -> dict[str, Any] | None:
    """Return what to ask before the bid is placed, or None."""
    doubt = seat.doubt_about(data["amount"])
    if doubt:
        return {"amount": doubt.amount, "share": doubt.share, "likely": doubt.likely}
    return {"amount": data["amount"]} if data["suggested"] else None


def _tell(request: HttpRequest, event: AuctionEvent, seat: Seat) -> None:
    amount = f"{number_format(event.amount, use_l10n=True, force_grouping=True)} {seat.auction.currency}"
    if not event.accepted:
        messages.error(request, f"{amount}: {refusal_text(event.reason, seat.limit, seat.auction.currency)}")
    elif event.rank == 1:
        messages.success(request, _("%(amount)s is placed. You lead.") % {"amount": amount})
    else:
        messages.success(request, _("%(amount)s is placed. Rank %(rank)s.") % {"amount": amount, "rank": event.rank})


def _room(request: HttpRequest, seat: Seat, form: BidForm, *, status: int = 200, **more: Any) -> HttpResponse:
    auction = seat.auction
    extension = auction.rules.get("extension") or {}
    context = {
        "supplier": request.supplier, "auction": auction, "tender": auction.lot.tender, "seat": seat, "form": form,
        "may_bid": may_bid_in_auction(request.user, seat.participant), "extension": extension,
        "minutes": extension.get("window_s", 0) // 60, "longer": extension.get("length_s", 0) // 60,
        "stream": reverse("live:stream", args=[f"auction-bidder/{auction.public_id}"]),
        "step": _step(auction), "full": Decimal(1), **more,
    }  # fmt: skip
    return render(request, "portal/tenders/auction/detail.html", context, status=status)


def _step(auction: Auction) -> str:
    improvement = auction.rules.get("improvement") or {}
    if "percent" in improvement:
        return f"{number_format(Decimal(improvement['percent']), use_l10n=True)} %"
    step = number_format(Decimal(improvement.get("step", 0)), use_l10n=True, force_grouping=True)
    return f"{step} {auction.currency}"
