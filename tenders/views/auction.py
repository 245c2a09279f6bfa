"""Auctions for the buyers' side: the list, the plan, the host's room and what he does in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from srm.clock import database_now
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle
from tenders.forms.auction import AuctionForm, ExtendForm
from tenders.models import Auction, Lot, Tender
from tenders.policies import may_run_auction
from tenders.queries.auction.clock import clock_of
from tenders.queries.auction.hall import hall_of
from tenders.services import (
    auction_protocol_file,
    cancel_auction,
    exclude_from_auction,
    extend_auction,
    pause_auction,
    resume_auction,
    schedule_auction,
    stop_auction,
)
from tenders.states import AuctionStatus


def auction_or_404(request: HttpRequest, public_id: str) -> Auction:
    """Fetching is the permission check."""
    visible = Auction.objects.visible_to(request.user).select_related("lot__tender__buyer")
    return get_object_or_404(visible, public_id=public_id)


@method_decorator(staff_page, name="dispatch")
class AuctionList(ListPage):
    title = _("Auctions")
    search_fields = ("number", "lot__title", "lot__tender__number")
    default_sort = "-opens_at"
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("lot", _("What"), value="lot.title", sub="lot.tender.number"),
        Column("opens_at", _("Opens"), "when", sort="opens_at"),
        Column("closes_at", _("Closes"), "when", sort="closes_at"),
        Column("status", _("Status"), "status", sort="status"),
    )
    filters = (Filter("status", _("Status"), AuctionStatus.choices),)
    empty = Empty(
        _("No auctions yet"), _("A tender with an English auction goes on here after its bids are open."), icon="gavel"
    )

    def get_queryset(self) -> QuerySet:
        return Auction.objects.visible_to(self.request.user).select_related("lot__tender")


@staff_page
@require_safe
def auction_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    auction = auction_or_404(request, public_id)
    hall = hall_of(auction)
    context = {"auction": auction, "tender": auction.lot.tender, "hall": hall, "extend": ExtendForm(),
               "may_run": may_run_auction(request.user, auction)}  # fmt: skip
    return render(request, "tenders/auction/detail.html", context)


@staff_page
@never_cache
@require_safe
def auction_clock(request: HttpRequest, public_id: str) -> JsonResponse:
    auction = auction_or_404(request, public_id)
    now = database_now()
    return JsonResponse(clock_of(auction, now, f"{auction.phase(now)}/{auction.last_seq}/{auction.status}"))


@staff_page
def auction_create(request: HttpRequest, public_id: str) -> HttpResponse:
    tenders = Tender.objects.visible_to(request.user)
    lot = get_object_or_404(Lot.objects.filter(tender__in=tenders).select_related("tender"), public_id=public_id)
    published = lot.tender.frozen.get("auction_rules") or {}
    soon = timezone.localtime(database_now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    times = {"opens_at": soon, "closes_at": soon + timedelta(hours=1)}
    form = AuctionForm(request.POST or None, published=published, initial=times)
    context = {"lot": lot, "tender": lot.tender, "title": _("Plan auction"), "kind": lot.tender.number}
    return handle(
        request, form,
        lambda data: schedule_auction(
            lot=lot, opens_at=data["opens_at"], closes_at=data["closes_at"], rules=form.rules(), by=request.user
        ),
        template="tenders/auction/form.html", context=context, done=_("The auction is planned. The bidders are told."),
    )  # fmt: skip


@staff_page
@require_safe
def auction_protocol(request: HttpRequest, public_id: str) -> HttpResponse:
    auction = auction_or_404(request, public_id)
    found = get_object_or_404(Auction, pk=auction.pk, status=AuctionStatus.CLOSED)
    name = f"{found.number}-protocol.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(auction_protocol_file(found), content_type="application/json", headers=headers)


@staff_page
@require_POST
def auction_extend(request: HttpRequest, public_id: str) -> HttpResponse:
    auction = auction_or_404(request, public_id)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        context = {"auction": auction, "tender": auction.lot.tender, "hall": hall_of(auction), "extend": form,
                   "has_errors": True, "may_run": may_run_auction(request.user, auction)}  # fmt: skip
        return render(request, "tenders/auction/detail.html", context, status=422)
    data = form.cleaned_data
    return act(
        request,
        lambda: extend_auction(auction=auction, by_s=data["minutes"] * 60, reason=data["reason"], by=request.user),
        to=auction, done=_("Extended. Everyone in the auction reads the reason."),
    )  # fmt: skip


@staff_page
@require_POST
def auction_exclude(request: HttpRequest, public_id: str, participant: str) -> HttpResponse:
    auction = auction_or_404(request, public_id)
    seat = get_object_or_404(auction.participants, public_id=participant)
    reason = request.POST.get("reason", "")
    return act(
        request,
        lambda: exclude_from_auction(auction=auction, participant=seat, reason=reason, by=request.user),
        to=auction,
        done=_("Excluded."),
    )


def _host_act(verb: Callable[..., Any], done: Any) -> Callable[..., HttpResponseBase]:
    """Return the view of a host's button that asks for a reason."""

    @staff_page
    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        auction = auction_or_404(request, public_id)
        reason = request.POST.get("reason", "")
        return act(request, lambda: verb(auction=auction, reason=reason, by=request.user), to=auction, done=done)

    return view


auction_pause = _host_act(pause_auction, _("Paused. The clock stands still."))
auction_resume = _host_act(resume_auction, _("The clock runs on."))
auction_stop = _host_act(stop_auction, _("Stopped. The result is sealed."))
auction_cancel = _host_act(cancel_auction, _("Called off. The bids count as they were opened."))
