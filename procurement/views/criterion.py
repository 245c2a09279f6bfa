"""The criteria of the two axes, and the scores as a sheet."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.segments import CriterionForm
from procurement.models import Criterion
from procurement.models.criterion import Axis
from procurement.policies.planning import may_change_criterion, may_see_portfolio
from procurement.queries.scores import HEADS, scores_sheet
from procurement.services import change_criterion
from srm.errors import NotPermitted
from srm.imports.export import xlsx_response
from srm.ui.doors import staff_page
from srm.ui.formats import quantity
from srm.ui.views import Column, Empty, Filter, ListPage, handle


class CriterionList(ListPage):
    """Both axes with their criteria."""

    title = _("Criteria")
    kind = _("Portfolio")
    default_sort = "axis"
    search_fields = ("name", "code")
    columns = (
        Column("name", _("Criterion"), "strong", value=str, sort="name", sub="code"),
        Column("axis", _("Axis"), value="get_axis_display", sort="axis"),
        Column("weight", _("Weight"), "percent", sort="weight", places=0),
        Column("how", _("How"), value=lambda c: _("measured") if c.measure else _("scored by people")),
        Column("bounds", _("Value at 1 and at 5"), value=lambda c: " – ".join(map(quantity, c.bounds))),
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
        return Criterion.objects.visible_to(self.request.user)

    def row_url(self, row: Any) -> str:
        if not may_change_criterion(self.request.user):
            return ""
        return reverse("procurement:criterion-detail", args=[row.public_id])


@staff_page
def criterion_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    criterion = get_object_or_404(Criterion.objects.visible_to(request.user), public_id=public_id)
    if not may_change_criterion(request.user):
        raise NotPermitted(str(_("Criteria are kept by the head of procurement.")))
    form = CriterionForm(request.POST or None, criterion=criterion)
    to = reverse("procurement:criterion-list")
    context = {
        "title": str(criterion), "kind": criterion.get_axis_display(), "back": to, "back_label": _("Criteria"),
        "intro": _("Positions already measured stay as they are; the next measurement uses the new values."),
    }  # fmt: skip
    return handle(
        request, form, lambda _data: change_criterion(criterion=criterion, by=request.user, **form.values()),
        template="components/pages/form.html", context=context, to=to, done=_("Changed. Measure again to use it."),
    )  # fmt: skip


@staff_page
def scores_export(request: HttpRequest) -> HttpResponse:
    """The reader's sheet of scores, in the shape that the import takes."""
    if not may_see_portfolio(request.user):
        raise Http404
    rows = scores_sheet(request.user)
    return xlsx_response("category-scores.xlsx", title=str(_("Scores")), heads=HEADS, rows=rows)
