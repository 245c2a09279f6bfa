"""The list of tenders, a tender's room, and the acts of its life."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.models import Bundle
from srm.clock import database_now
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle
from tenders.forms.tender import NewTenderForm, TenderForm
from tenders.models import Tender
from tenders.policies import may_create_tender
from tenders.queries.approval import approval_of
from tenders.queries.publication import check_list, strategy_warning
from tenders.queries.room import room_of, steps_of
from tenders.services import (
    cancel_tender,
    close_without_award,
    create_tender,
    create_tender_from_bundle,
    publish_tender,
    update_draft,
)
from tenders.states import TenderKind, TenderStatus


def tender_or_404(request: HttpRequest, public_id: str) -> Tender:
    """Fetching is the permission check."""
    visible = Tender.objects.visible_to(request.user).select_related("buyer", "category", "legal_entity")
    return get_object_or_404(visible, public_id=public_id)


@method_decorator(staff_page, name="dispatch")
class TenderList(ListPage):
    title = _("Tenders")
    search_fields = ("number", "title")
    default_sort = "-created_at"
    primary = (_("New tender"), "tenders:tender-create")
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("title", _("What"), sub="category.name", sort="title"),
        Column("kind", _("Kind"), "text", hidden=True, value=lambda t: t.get_kind_display()),
        Column("buyer", _("Buyer"), "person"),
        Column("bids_until", _("Bids until"), "when", sort="bids_until"),
        Column("status", _("Status"), "status", sort="status"),
        Column("created_at", _("Made"), "when", sort="created_at", hidden=True),
    )
    filters = (
        Filter("status", _("Status"), TenderStatus.choices),
        Filter("kind", _("Kind"), TenderKind.choices),
    )
    empty = Empty(
        _("No tenders yet"),
        _("A tender starts from a bundle of needs, or free."),
        _("New tender"),
        "tenders:tender-create",
    )

    def get_queryset(self) -> QuerySet:
        return Tender.objects.visible_to(self.request.user).select_related("buyer", "category")

    def may_primary(self) -> bool:
        return may_create_tender(self.request.user)


@staff_page
def tender_create(request: HttpRequest) -> HttpResponse:
    if not may_create_tender(request.user):
        raise Http404
    form = NewTenderForm(request.POST or None)
    return handle(
        request, form, lambda data: create_tender(by=request.user, **data), template="tenders/tender/new.html",
        context={"bundles": _free_bundles(request)}, done=_("The draft is made. Fill in what is missing."),
    )  # fmt: skip


def _free_bundles(request: HttpRequest) -> QuerySet:
    return Bundle.objects.visible_to(request.user).filter(status="confirmed").select_related("category")[:20]


@require_POST
@staff_page
def tender_from_bundle(request: HttpRequest, public_id: str) -> HttpResponse:
    bundle = get_object_or_404(Bundle.objects.visible_to(request.user), public_id=public_id)
    made: list[Tender] = []
    return act(
        request, lambda: made.append(create_tender_from_bundle(bundle=bundle, by=request.user)),
        to=lambda _result: made[0] if made else "tenders:tender-create", done=_("Drafted from the bundle."),
    )  # fmt: skip


@staff_page
def tender_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    room = room_of(tender, request.user)
    context: dict[str, Any] = {
        "tender": tender, "room": room, "steps": steps_of(tender), "tab": "tender",
        "lots": list(tender.lots.prefetch_related("items__unit", "items__place", "awards__supplier")),
        "criteria": list(tender.criteria.all()), "committee": list(tender.committee.select_related("user")),
        "invitations": list(tender.invitations.select_related("supplier")),
        "amendments": list(tender.amendments.select_related("created_by")),
        "checks": check_list(tender, database_now()) if room.is_draft else [],
        "warning": strategy_warning(tender) if room.is_draft else "", "approval": approval_of(tender, request.user),
    }  # fmt: skip
    if room.sees_bids:
        context["bids"] = list(tender.bids.opened().select_related("supplier").order_by("submitted_at"))
    return render(request, "tenders/tender/detail.html", context)


@staff_page
def tender_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    form = TenderForm(request.POST or None, instance=tender)
    return handle(
        request, form, lambda data: update_draft(tender=tender, by=request.user, **data),
        template="tenders/tender/form.html", done=_("Saved."), to=tender,
        context={
            "tender": tender, "title": _("Settings and dates"), "back": tender.get_absolute_url(),
            "back_label": tender.number,
        },
    )  # fmt: skip


@require_POST
@staff_page
def tender_publish(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    done = _("Published. The invited suppliers are told now.")
    return act(request, lambda: publish_tender(tender=tender, by=request.user), to=tender, done=done)


@require_POST
@staff_page
def tender_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    tender, reason = tender_or_404(request, public_id), request.POST.get("reason", "")
    verb = lambda: cancel_tender(tender=tender, reason=reason, by=request.user)  # noqa: E731
    return act(request, verb, to=tender, done=_("Cancelled. The suppliers are told the reason."))


@require_POST
@staff_page
def tender_fail(request: HttpRequest, public_id: str) -> HttpResponse:
    tender, reason = tender_or_404(request, public_id), request.POST.get("reason", "")
    verb = lambda: close_without_award(tender=tender, reason=reason, by=request.user)  # noqa: E731
    return act(request, verb, to=tender, done=_("Closed without award."))
