"""Scorecards: the list, one with its figures and its input, measuring, and what everybody is measured by."""

from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from srm.clock import organisation_today
from srm.ui import markup
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle
from suppliers.forms.performance import CriterionFormSet, PeriodForm
from suppliers.models import Scorecard, ScorecardCriterion, ScorecardRun, SupplyFact
from suppliers.policies.supplier import may_compute_scorecard, may_weigh_criteria
from suppliers.queries.profile import card_view
from suppliers.services import CriterionInput, ask_for_scorecards, compute_scorecard, weigh_criteria
from suppliers.states import BAND_TONES, Band, RunStatus
from suppliers.views.supplier import supplier_or_404

EARLIER = Scorecard.objects.filter(supplier=OuterRef("supplier"), pk__lt=OuterRef("pk")).order_by("-period_to", "-pk")


def change_of(card: Any) -> Any:
    """Return by how much the total moved since the scorecard before, or None."""
    return None if card.total is None or card.earlier is None else card.total - card.earlier


def band_of(card: Scorecard) -> Any:
    return markup.pill(card.get_band_display(), BAND_TONES[Band(card.band)]) if card.band else None


@method_decorator(staff_page, name="dispatch")
class ScorecardList(ListPage):
    title = _("Scorecards")
    template_name = "suppliers/scorecard/list.html"
    search_fields = ("supplier__name", "supplier__number")
    default_sort = "-total"
    primary = (_("Measure all"), "suppliers:scorecard-run")
    columns = (
        Column(
            "supplier", _("Supplier"), "strong", value="supplier.name", sub="supplier.number", sort="supplier__name"
        ),
        Column("band", _("Band"), "html", value=band_of, sort="total"),
        Column("total", _("Score"), "number", sort="total", places=1),
        Column("change", pgettext_lazy("noun", "Change"), "number", value=change_of, places=1),
        Column("coverage", _("Known"), "percent", places=0, sort="coverage"),
        Column("period_from", _("From"), "day", sort="period_from"),
        Column("period_to", _("To"), "day", sort="period_to"),
    )
    filters = (Filter("band", _("Band"), Band.choices),)
    empty = Empty(
        _("Nothing measured yet"),
        _("Scorecards are computed from deliveries: import your history first, then measure all."),
        _("Import your history"),
        "suppliers:history-import",
        "chart-bar",
    )

    def get_queryset(self) -> QuerySet:
        rows = Scorecard.objects.visible_to(self.request.user).newest().select_related("supplier")
        return rows.annotate(earlier=Subquery(EARLIER.values("total")[:1]))

    def may_primary(self) -> bool:
        return may_compute_scorecard(self.request.user)

    def get_context(self) -> dict[str, Any]:
        waits = ScorecardRun.objects.filter(status=RunStatus.WAITING).exists()
        return {"is_measuring": waits, "may_weigh": may_weigh_criteria(self.request.user)}


def card_or_404(request: HttpRequest, public_id: str) -> Scorecard:
    rows = Scorecard.objects.visible_to(request.user).select_related("supplier", "created_by")
    return get_object_or_404(rows, public_id=public_id)


@staff_page
def scorecard_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    card = card_or_404(request, public_id)
    earlier = Scorecard.objects.filter(supplier=card.supplier).order_by("-period_to", "-pk")[:10]
    return render(request, "suppliers/scorecard/detail.html", {"card": card_view(card), "earlier": earlier})


@require_safe
@staff_page
def scorecard_input(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the scorecard was computed from, as `srm calc scorecard` reads it: anybody may compute it again."""
    card = card_or_404(request, public_id)
    if not card.question:
        raise Http404
    response = JsonResponse(card.question, json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"scorecard-{card.supplier.number}-{card.period_to}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@staff_page
def scorecard_measure(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier, today = supplier_or_404(request, public_id), organisation_today()
    since = today - timedelta(days=365)
    return act(
        request, lambda: compute_scorecard(supplier=supplier, period_from=since, period_to=today, by=request.user),
        to=supplier, done=_("Measured."),
    )  # fmt: skip


@staff_page
def scorecard_run(request: HttpRequest) -> HttpResponse:
    if not may_compute_scorecard(request.user):
        raise Http404
    return handle(
        request, PeriodForm(request.POST or None), lambda data: ask_for_scorecards(by=request.user, **data),
        template="components/pages/form.html", to="suppliers:scorecard-list",
        done=_("All suppliers with deliveries in the period are being measured."),
        context={
            "title": _("Measure all suppliers"), "submit": _("Measure"),
            "intro": _("Each supplier with a delivery in the period gets a new scorecard. Earlier ones stay."),
        },
    )  # fmt: skip


@staff_page
def criteria_edit(request: HttpRequest) -> HttpResponse:
    if not may_weigh_criteria(request.user):
        raise Http404
    rows = list(ScorecardCriterion.objects.order_by("kind", "code"))
    initial = [
        {"code": c.code, "weight": c.weight, "critical_below": c.critical_below, "is_active": c.is_active} for c in rows
    ]
    lines = CriterionFormSet(request.POST or None, initial=initial, prefix="lines")
    for form, criterion in zip(lines.forms, rows, strict=False):
        form.criterion = criterion
    return handle(
        request, lines, lambda _data: weigh_criteria(criteria=_given(lines), by=request.user), done=_("Saved."),
        template="suppliers/scorecard/criteria.html", to="suppliers:scorecard-list", context={"lines": lines},
    )  # fmt: skip


def _given(lines: Any) -> list[CriterionInput]:
    return [CriterionInput(**form.cleaned_data) for form in lines.forms]


@method_decorator(staff_page, name="dispatch")
class DeliveryList(ListPage):
    """Everything a supplier has delivered."""

    title = _("Deliveries")
    search_fields = ("description", "item__name", "category__name")
    default_sort = "-received_on"
    columns = (
        Column("received_on", _("Received"), "day", sort="received_on"),
        Column("description", _("What"), sub="category.name"),
        Column("ordered_on", _("Ordered"), "day", sort="ordered_on", hidden=True),
        Column("promised_on", _("Promised"), "day", sort="promised_on"),
        Column("late", _("Late"), "yes", value="is_late"),
        Column("quantity", _("Quantity"), "quantity", sort="quantity"),
        Column("rejected", pgettext_lazy("goods", "Rejected"), "quantity", sort="rejected"),
        Column("unit_price", _("Unit price"), "number", sort="unit_price", hidden=True),
        Column("amount", _("Amount"), "money", sort="amount"),
        Column("source", _("Source"), "text", hidden=True),
    )
    empty = Empty(_("Nothing delivered yet"), icon="truck-delivery")

    def get_queryset(self) -> QuerySet:
        self.supplier = supplier_or_404(self.request, self.kwargs["public_id"])
        rows = SupplyFact.objects.visible_to(self.request.user).filter(supplier=self.supplier)
        if rows.query.is_empty():
            raise Http404
        return rows.select_related("category")
