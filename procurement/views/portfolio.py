"""The matrix, and the same categories as a table."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.models import Position
from procurement.policies.planning import may_position_category, may_see_portfolio
from procurement.queries.cycle import current_cycle
from procurement.queries.portfolio import (
    PortfolioRow,
    finding,
    last_measurement,
    matrix_data,
    portfolio,
    quadrant_sums,
)
from procurement.services import request_measurement
from procurement.states import Quadrant
from srm.reference.models import Category
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act

SHOWS = (
    ("near", _("Near a border"), lambda row: row.is_near_border),
    ("moved", _("Moved"), lambda row: row.has_moved),
    ("outdated", _("Strategy out of date"), lambda row: row.is_outdated),
    ("unplaced", _("Not placed"), lambda row: not row.is_placed),
)


@staff_page
def portfolio_page(request: HttpRequest) -> HttpResponse:
    """The whole portfolio as a picture; the chips narrow it."""
    _see(request)
    rows = portfolio(request.user)
    shown = _narrowed(request, rows)
    context = {
        **_board(rows), "shown": shown, "matrix": matrix_data(shown), "group": request.GET.get("group", ""),
        "show": request.GET.get("show", ""), "cycle": current_cycle(), "measurement": last_measurement(),
        "may_measure": may_position_category(request.user), "currency": settings.ORGANISATION_CURRENCY,
    }  # fmt: skip
    return render(request, "procurement/portfolio/detail.html", context)


def _board(rows: list[PortfolioRow]) -> dict[str, Any]:
    """What the whole portfolio says, whatever the chips show of it."""
    return {
        "rows": rows, "finding": finding(rows), "sums": quadrant_sums(rows),
        "total": sum(r.position.spend for r in rows), "groups": sorted({r.group for r in rows if r.group}, key=str),
        "chips": [(key, label, sum(1 for r in rows if fits(r))) for key, label, fits in SHOWS],
        "moved": [r for r in rows if r.has_moved], "near": [r for r in rows if r.is_near_border],
        "outdated": [r for r in rows if r.is_outdated], "unplaced": [r for r in rows if not r.is_placed],
        "measured_at": max((r.position.created_at for r in rows), default=None),
    }  # fmt: skip


def _narrowed(request: HttpRequest, rows: list[PortfolioRow]) -> list[PortfolioRow]:
    group, show = request.GET.get("group", ""), request.GET.get("show", "")
    fits = next((test for key, _label, test in SHOWS if key == show), lambda _row: True)
    return [r for r in rows if fits(r) and (not group or (r.group and r.group.public_id == group))]


def _see(request: HttpRequest) -> None:
    if not may_see_portfolio(request.user):
        raise Http404


@require_POST
@staff_page
def portfolio_measure(request: HttpRequest) -> HttpResponse:
    _see(request)
    done = _("The portfolio is being measured. This page shows the result as soon as it is there.")
    to = reverse("procurement:portfolio")
    return act(request, lambda: request_measurement(by=request.user), to=to, done=done)


def _groups(_user: Any) -> list[tuple[str, str]]:
    return [(c.path, str(c)) for c in Category.objects.filter(depth=1, numchild__gt=0)]


def _in_groups(rows: QuerySet, paths: list[str]) -> QuerySet:
    return rows.filter(category__in=Category.objects.filter(path__regex=f"^({'|'.join(paths)})"))


class PositionList(ListPage):
    """The portfolio as a table: sorted, filtered, exported."""

    title = _("Portfolio")
    template_name = "procurement/portfolio/list.html"
    search_fields = ("category__name", "category__code")
    search_label = _("Category")
    default_sort = "-spend"
    columns = (
        Column("category", _("Category"), "strong", sort="category__name", sub="category.code"),
        Column("quadrant", _("Quadrant"), "quadrant", sort="quadrant"),
        Column("risk", _("Supply risk"), "number", sort="supply_risk"),
        Column("impact", _("Profit impact"), "number", sort="profit_impact"),
        Column("certainty", _("Certainty"), "percent", value="certainty", places=0),
        Column("risk_coverage", _("Known of risk"), "percent", sort="risk_coverage", places=0),
        Column("impact_coverage", _("Known of impact"), "percent", sort="impact_coverage", places=0),
        Column("spend", _("Spend in 24 months"), "money", currency=settings.ORGANISATION_CURRENCY, sort="spend"),
        Column("owner", _("Owner"), "person", value="category.owner", sort="category__owner__name"),
        Column("measured", _("Measured"), "when", value="created_at", sort="created_at", hidden=True),
    )
    filters = (
        Filter("quadrant", _("Quadrant"), Quadrant.choices),
        Filter("group", _("Group"), _groups, apply=_in_groups),
    )
    empty = Empty(_("Nothing is placed yet"), _("Import your history of orders, then measure."), icon="chart-dots")

    def get_queryset(self) -> QuerySet:
        rows = Position.objects.visible_to(self.request.user).current().filter(category__is_active=True)
        return rows.select_related("category__owner")

    def get_context(self) -> dict[str, Any]:
        return {"may_measure": may_position_category(self.request.user)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _see(request)
        return super().get(request, *args, **kwargs)
