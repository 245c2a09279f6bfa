"""The route of a line: decided once at approval, changed by procurement with a reason while nothing was ordered."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import LineRouted
from procurement.models import RequisitionLine
from procurement.policies.requisition import may_choose_route
from procurement.queries.route import proposed_routes
from procurement.rules.route import NEEDS_REASON
from procurement.services.bundle import sum_up
from procurement.services.competence import assign_buyers
from procurement.states import BundleStatus, LineStage, RequisitionStatus, Route
from srm.authz import require
from srm.errors import Invalid, Refused
from srm.events.services import record

CHANGEABLE = (LineStage.APPROVED, LineStage.BUNDLED)


def route_lines(*, lines: Sequence[RequisitionLine], by: Any) -> None:
    """Decide the route of each line of requests being approved, and who buys it; records one LineRouted per line."""
    of_route: dict[str, list[int]] = {}
    for line, route in zip(lines, proposed_routes(lines), strict=True):
        line.route = Route(route)
        of_route.setdefault(route, []).append(line.pk)
        record(LineRouted(line.pk, line.position, line.route), subject=line.requisition, by=by)
    for route, keys in of_route.items():
        RequisitionLine.objects.filter(pk__in=keys).update(route=route)
    assign_buyers(lines=lines)


@transaction.atomic
def choose_route(*, line: RequisitionLine, route: str, reason: str, by: Any) -> RequisitionLine:
    """Serve an approved line another way, with a reason. Records LineRouted.

    Raises Invalid without a reason where one is due, Refused when the line is already being bought.
    """
    line = (
        RequisitionLine.objects.select_for_update(of=("self",))
        .select_related("requisition", "bundle", "category")
        .get(pk=line.pk)
    )
    require(may_choose_route(by, line), _("Only procurement chooses the route, and not for an own need."))
    if route in NEEDS_REASON and not reason.strip():
        raise Invalid({"reason": _("Say why this route.")})
    busy = line.bundle is not None and line.bundle.status not in {BundleStatus.OPEN, BundleStatus.CANCELLED}
    if line.requisition.status != RequisitionStatus.APPROVED or line.stage not in CHANGEABLE or busy:
        raise Refused(_("This line is already being bought."), code="being_bought")
    left = line.bundle if route != Route.TENDER else None
    line.route, line.route_reason = Route(route), reason
    line.bundle = None if left else line.bundle
    line.save(update_fields=["route", "route_reason", "bundle"])
    if left:
        sum_up(left)
    assign_buyers(lines=[line])
    record(LineRouted(line.pk, line.position, line.route, reason), subject=line.requisition, by=by)
    return line
