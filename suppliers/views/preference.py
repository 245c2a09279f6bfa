"""A review that was held, and our judgement of how a supplier sees us."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from srm.clock import organisation_today
from srm.reference.models import Category
from srm.ui.doors import staff_page
from srm.ui.views import handle
from suppliers.forms.preference import JudgementForm, RevenueForm, ReviewForm
from suppliers.models import Supplier, SupplierPreference
from suppliers.policies import supplier as may
from suppliers.services import hold_review, judge_attractiveness, state_revenue
from suppliers.views.part import PAGE, beside
from suppliers.views.supplier import supplier_or_404


def asked_category(request: HttpRequest, supplier: Supplier) -> Category | None:
    """The category whose row led here."""
    rows = Category.objects.filter(segments__supplier=supplier, public_id=request.GET.get("category", ""))
    return rows.first()


@staff_page
def review_hold(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    if not may.may_review_supplier(request.user):
        raise Http404
    initial = {"category": asked_category(request, supplier), "held_on": organisation_today()}
    form = ReviewForm(request.POST or None, supplier=supplier, initial=initial)
    return handle(
        request, form, lambda data: hold_review(supplier=supplier, by=request.user, **data), template=PAGE,
        context=beside(supplier, _("Note a review"), _("Note review")), to=supplier,
        done=_("Noted. The next review is counted from this day."),
    )  # fmt: skip


@staff_page
def attractiveness_judge(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    if not may.may_judge_attractiveness(request.user):
        raise Http404
    form = JudgementForm(request.POST or None, supplier=supplier, initial=initial_of(request, supplier))
    intro = _("What the supplier states himself stays beside your judgement. Yours counts while it stands.")
    return handle(
        request, form, lambda data: judge_attractiveness(supplier=supplier, by=request.user, **data), template=PAGE,
        context={**beside(supplier, _("How does he see us?"), _("Save judgement")), "intro": intro}, to=supplier,
        done=_("Saved."),
    )  # fmt: skip


@staff_page
def revenue_state(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sales of a year as we found them; the newest of ours is what the form starts from."""
    supplier = supplier_or_404(request, public_id)
    if not may.may_state_revenue(request.user):
        raise Http404
    newest = supplier.revenues.first()
    initial = {"year": newest.year, "revenue": newest.revenue, "found_in": newest.found_in} if newest else {}
    currency = newest.currency if newest else supplier.currency
    form = RevenueForm(request.POST or None, initial={**initial, "currency": currency})
    intro = _("What he states himself for the same year goes before it. Both tell our share of his sales.")
    return handle(
        request, form, lambda data: state_revenue(supplier=supplier, by=request.user, **data), template=PAGE,
        context={**beside(supplier, _("His yearly revenue"), _("Save revenue")), "intro": intro}, to=supplier,
        done=_("Saved."),
    )  # fmt: skip


def initial_of(request: HttpRequest, supplier: Supplier) -> dict[str, Any]:
    """The judgement in force in the category asked for."""
    category = asked_category(request, supplier)
    rows = SupplierPreference.objects.visible_to(request.user).filter(supplier=supplier, category=category)
    row = rows.first()
    judged = {"attractiveness": row.judged, "reason": row.judged_reason} if row else {}
    return {"category": category, **judged}
