"""Where a category should come to stand: set by dragging, by the arrow keys or in this form; given up with a reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.forms.portfolio import TargetForm
from procurement.models import CategoryTarget, Position
from procurement.queries.portfolio import small_matrix
from procurement.services import drop_target, set_target
from procurement.views.category import category_or_404, category_url
from srm.ui.doors import staff_page
from srm.ui.views import act, handle

PLACES = {"supply_risk": "risk", "profit_impact": "impact"}


@staff_page
def category_target(request: HttpRequest, public_id: str) -> HttpResponse:
    """The target's form; a bubble that was dragged brings its place in the address."""
    category = category_or_404(request, public_id)
    target = category.targets.current().first()
    position = Position.objects.current().filter(category=category).select_related("category").first()
    form = TargetForm(request.POST or None, initial=_initial(request, target))
    context = {
        "title": _("Target for %(category)s") % {"category": category}, "back": category_url(category),
        "back_label": str(category), "position": position, "target": target, "category": category,
        "matrix": small_matrix(position, target), "submit": _("Set target"),
    }  # fmt: skip
    return handle(
        request, form, lambda _data: set_target(category=category, by=request.user, **form.values()),
        template="procurement/category/target.html", context=context, to=category_url(category),
        done=_("The target is set: it stands as a hollow ring on the matrix."),
    )  # fmt: skip


@require_POST
@staff_page
def category_target_drop(request: HttpRequest, public_id: str) -> HttpResponse:
    category = category_or_404(request, public_id)
    target = get_object_or_404(CategoryTarget.objects.visible_to(request.user).current(), category=category)
    reason = request.POST.get("reason", "")
    verb = lambda: drop_target(target=target, reason=reason, by=request.user)  # noqa: E731 - reads best beside act
    return act(request, verb, to=category_url(category), done=_("The target is given up."))


def _initial(request: HttpRequest, target: CategoryTarget | None) -> dict[str, Any]:
    dragged = {name: request.GET.get(word) for name, word in PLACES.items() if request.GET.get(word, "").isdigit()}
    kept = {name: getattr(target, word) for name, word in PLACES.items()} if target else {}
    more = {"due_on": target.due_on, "reason": target.reason} if target else {}
    return {**kept, **more, **dragged}
