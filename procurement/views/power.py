"""Kraljic's second step for one category: its factors, scored with reasons."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from procurement.forms.power import PowerForm
from procurement.queries.power import second_step
from procurement.services import score_power
from procurement.views.category import category_or_404, category_url
from srm.ui.doors import staff_page
from srm.ui.views import handle


@staff_page
def category_power(request: HttpRequest, public_id: str) -> HttpResponse:
    category = category_or_404(request, public_id)
    step = second_step(category)
    form = PowerForm(request.POST or None, step=step)
    context = {
        "title": _("Strength in %(category)s") % {"category": category}, "back": category_url(category),
        "back_label": str(category), "step": step,
    }  # fmt: skip
    return handle(
        request, form, lambda _data: score_power(category=category, scores=form.values(), by=request.user),
        template="procurement/category/power_form.html", context=context, to=category_url(category), done=_("Scored."),
    )  # fmt: skip
