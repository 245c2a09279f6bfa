"""The criteria of the two axes, and the scores as a sheet."""

from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Sum, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.criteria import AxisScaleForm, CriterionForm, NewCriterionForm, PairsForm
from procurement.models import AxisScale, Criterion
from procurement.models.criterion import Axis, Scoring
from procurement.policies.planning import may_change_criterion, may_see_portfolio
from procurement.queries.scores import HEADS, scores_sheet
from procurement.queries.weighing import grid_of, last_judgements, preview
from procurement.rules.measures import OF_REGISTRY
from procurement.services import add_criterion, change_axis, change_criterion, weigh_axis
from srm.errors import NotPermitted
from srm.imports.export import xlsx_response
from srm.ui.doors import staff_page
from srm.ui.formats import quantity
from srm.ui.views import Column, Empty, Filter, ListPage, handle

LIST = "procurement:criterion-list"
WEIGH = "procurement/criterion/pairs.html"


def bounds_of(criterion: Criterion) -> str:
    return "" if criterion.scoring == Scoring.PERCENTILE else " – ".join(map(quantity, criterion.bounds))


def window_of(criterion: Criterion) -> int | None:
    """Return the days that count; the registry is read as it is."""
    return criterion.window_days if criterion.measure and criterion.measure not in OF_REGISTRY else None


class CriterionList(ListPage):
    """Both axes with their criteria."""

    title = _("Criteria")
    kind = _("Portfolio")
    template_name = "procurement/criterion/list.html"
    primary = (_("New criterion"), "procurement:criterion-create")
    default_sort = "axis"
    search_fields = ("name", "code")
    columns = (
        Column("name", _("Criterion"), "strong", value=str, sort="name", sub="code"),
        Column("axis", _("Axis"), value="get_axis_display", sort="axis"),
        Column("weight", _("Weight"), "percent", value="part", sort="weight", places=1),
        Column("how", _("How"), value=lambda c: c.get_measure_display() if c.measure else _("scored by people")),
        Column("bounds", _("From least to most"), value=bounds_of),
        Column("scoring", _("Scored"), value=lambda c: c.get_scoring_display() if c.measure else "", hidden=True),
        Column("window_days", _("Window, days"), "number", value=window_of),
        Column("minimum_facts", _("Least facts"), "number", value=lambda c: c.minimum_facts if c.measure else None),
        Column("is_active", _("Counts"), "yes", sort="is_active"),
    )
    filters = (Filter("axis", _("Axis"), Axis.choices),)
    empty = Empty(_("No criteria"), icon="adjustments")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_portfolio(request.user):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        """With each one's part of its axis; a retired one has none."""
        of_axis = Criterion.objects.active().filter(axis=OuterRef("axis")).order_by().values("axis")
        part = F("weight") / Subquery(of_axis.annotate(total=Sum("weight")).values("total"))
        rows = Criterion.objects.visible_to(self.request.user)
        return rows.annotate(part=Case(When(is_active=True, then=part)))

    def may_primary(self) -> bool:
        return may_change_criterion(self.request.user)

    def get_context(self) -> dict[str, Any]:
        return {"axes": AxisScale.objects.all(), "may_change": may_change_criterion(self.request.user)}

    def row_url(self, row: Any) -> str:
        if not may_change_criterion(self.request.user):
            return ""
        return reverse("procurement:criterion-detail", args=[row.public_id])


@staff_page
def criterion_create(request: HttpRequest) -> HttpResponse:
    _keep(request)
    form = NewCriterionForm(request.POST or None)
    context = {"title": _("New criterion"), "submit": _("Add criterion"), **_back()}
    return handle(
        request, form, lambda _data: add_criterion(by=request.user, **form.values()),
        template="components/pages/form.html", context=context, to=LIST, done=_("Added. Measure again to use it."),
    )  # fmt: skip


@staff_page
def criterion_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    criterion = get_object_or_404(Criterion.objects.visible_to(request.user), public_id=public_id)
    _keep(request)
    form = CriterionForm(request.POST or None, criterion=criterion)
    context = {
        "title": str(criterion), "kind": criterion.get_axis_display(), **_back(),
        "intro": _("Positions already measured stay as they are; the next measurement uses the new values."),
    }  # fmt: skip
    return handle(
        request, form, lambda _data: change_criterion(criterion=criterion, by=request.user, **form.values()),
        template="components/pages/form.html", context=context, to=LIST, done=_("Changed. Measure again to use it."),
    )  # fmt: skip


@staff_page
def axis_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The scale on which an axis is scored, and how a score becomes a value."""
    scale = _axis_or_404(request, public_id)
    _keep(request)
    form = AxisScaleForm(request.POST or None, instance=AxisScale.objects.get(pk=scale.pk))
    context = {
        "title": _("Scale: %(axis)s") % {"axis": scale}, **_back(),
        "intro": _("Scale and direction can be changed while nobody has scored; the bend at any time."),
    }  # fmt: skip
    return handle(
        request, form, lambda data: change_axis(axis_scale=scale, by=request.user, **data),
        template="components/pages/form.html", context=context, to=LIST, done=_("Changed. Measure again to use it."),
    )  # fmt: skip


@staff_page
def axis_weigh(request: HttpRequest, public_id: str) -> HttpResponse:
    """All pairs of an axis's criteria as a grid; "Check" shows weights and consistency and changes nothing."""
    scale = _axis_or_404(request, public_id)
    _keep(request)
    criteria = list(Criterion.objects.active().filter(axis=scale.axis))
    form = PairsForm(request.POST or None, criteria=criteria, initial=last_judgements(scale.axis))
    judged = form.judgements() if form.is_bound and form.is_valid() else {}
    context = {
        "axis": scale, "title": _("Compare in pairs: %(axis)s") % {"axis": scale}, **_back(), "grid": grid_of(form),
        "found": preview(criteria, judged), "form": form,
    }  # fmt: skip
    if "check" in request.POST and judged:
        return render(request, WEIGH, context)
    return handle(
        request, form, lambda _data: weigh_axis(axis=scale.axis, judgements=judged, by=request.user),
        template=WEIGH, context=context, to=LIST, done=_("Weights set. Measure again to use them."),
    )  # fmt: skip


def _axis_or_404(request: HttpRequest, public_id: str) -> AxisScale:
    return get_object_or_404(AxisScale.objects.visible_to(request.user), public_id=public_id)


def _keep(request: HttpRequest) -> None:
    if not may_see_portfolio(request.user):
        raise Http404
    if not may_change_criterion(request.user):
        raise NotPermitted(str(_("Criteria are kept by the head of procurement.")))


def _back() -> dict[str, Any]:
    return {"back": reverse(LIST), "back_label": _("Criteria")}


@staff_page
def scores_export(request: HttpRequest) -> HttpResponse:
    """The reader's sheet of scores, in the shape that the import takes."""
    if not may_see_portfolio(request.user):
        raise Http404
    rows = scores_sheet(request.user)
    return xlsx_response("category-scores.xlsx", title=str(_("Scores")), heads=[str(head) for head in HEADS], rows=rows)
