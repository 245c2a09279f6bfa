"""The route of one line, chosen by procurement with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from procurement.forms.requisition import RouteForm
from procurement.policies.requisition import may_choose_route
from procurement.services import choose_route
from procurement.views.requisition import visible
from srm.authz import require
from srm.ui.doors import staff_page
from srm.ui.views import handle


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def line_route(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Serve an approved line another way."""
    requisition = visible(request, public_id)
    line = get_object_or_404(requisition.lines.select_related("requisition"), position=position)
    require(may_choose_route(request.user, line), _("Only procurement chooses the route, and not for an own need."))
    form = RouteForm(request.POST or None, initial={"route": line.route})
    return handle(
        request, form, lambda data: choose_route(line=line, by=request.user, **data), to=requisition, done=_("Saved."),
        template="components/pages/form.html",
        context={"title": line.description, "kind": _("Route"), "back": requisition.get_absolute_url(),
                 "back_label": requisition.number},
    )  # fmt: skip
