"""The matrix as a picture, a table, a file or a sheet of paper; and the same categories as a list."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.forms.portfolio import KEPT, read_board
from procurement.models import Position
from procurement.policies.planning import may_position_category, may_see_portfolio, may_set_target
from procurement.queries.cycle import current_cycle
from procurement.queries.portfolio import last_measurement
from procurement.services import print_portfolio, request_measurement
from procurement.states import Quadrant
from srm.clock import organisation_today
from srm.documents.download import content_disposition
from srm.imports.export import xlsx_response
from srm.reference.models import Category
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act

HEADS = (
    _("Code"), _("Category"), _("Owner"), _("Quadrant"), _("Supply risk"), _("Profit impact"), _("Certainty"),
    _("Quadrant before"), _("Risk before"), _("Impact before"), _("Target quadrant"), _("Target risk"),
    _("Target impact"), _("Spend"), _("Strategy"),
)  # fmt: skip


@staff_page
def portfolio_page(request: HttpRequest) -> HttpResponse:
    """The whole portfolio as a picture or as a table; what narrows it stands in the address."""
    _see(request)
    board, form = read_board(request.user, request.GET)
    as_table = request.GET.get("view") == "table"
    context = {
        "board": board, "form": form, "as_table": as_table, "pictures": [] if as_table else board.pictures(),
        "cycle": current_cycle(), "measurement": last_measurement(), "asked": _asked(request.GET),
        "may_measure": may_position_category(request.user), "currency": settings.ORGANISATION_CURRENCY,
        "may_target": may_set_target(request.user, Category()),
    }  # fmt: skip
    return render(request, "procurement/portfolio/detail.html", context)


@staff_page
def portfolio_svg(request: HttpRequest) -> HttpResponse:
    """The picture as a file that stands by itself."""
    _see(request)
    board, _form = read_board(request.user, request.GET)
    context = {"picture": board.picture(), "alone": True}
    response = render(request, "procurement/portfolio/picture.svg", context, content_type="image/svg+xml")
    response.headers["Content-Disposition"] = content_disposition(_file_name("svg"))
    return response


@staff_page
def portfolio_xlsx(request: HttpRequest) -> HttpResponse:
    """The figures behind the picture, narrowed alike."""
    _see(request)
    board, _form = read_board(request.user, request.GET)
    heads = [str(head) for head in HEADS]
    return xlsx_response(_file_name("xlsx"), title=str(_("Portfolio")), heads=heads, rows=map(_cells, board.shown))


@require_POST
@staff_page
def portfolio_pdf(request: HttpRequest) -> HttpResponse:
    """The picture and its figures on paper; a worker makes it."""
    _see(request)
    document = print_portfolio(look=_asked(request.POST), by=request.user)
    return redirect("documents:document", document.public_id)


def _cells(row: Any) -> list[Any]:
    position, before, target = row.position, row.before, row.target
    return [
        row.category.code, str(row.category), row.category.owner.name if row.category.owner else "",
        position.get_quadrant_display(), *_exact(position), position.certainty if row.is_placed else None,
        before.get_quadrant_display() if before else "", *_exact(before),
        target.get_quadrant_display() if target else "", target and target.risk, target and target.impact,
        position.spend, row.strategy.number if row.strategy else "",
    ]  # fmt: skip


def _exact(position: Position | None) -> tuple[Any, Any]:
    """Both axes from 0 to 100 as they were computed: a file is for computing again."""
    values = (position.supply_risk, position.profit_impact) if position else (None, None)
    return values[0] and values[0] * 100, values[1] and values[1] * 100


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name] for name in KEPT if given.get(name)}


def _file_name(ending: str) -> str:
    return f"portfolio-{organisation_today():%Y-%m-%d}.{ending}"


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
