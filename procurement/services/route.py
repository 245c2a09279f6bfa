"""The route of a line: decided once at approval, changed by procurement with a reason while nothing was ordered."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import LineRouted
from procurement.models import Requisition, RequisitionLine
from procurement.policies.requisition import may_choose_route
from procurement.queries import price_for
from procurement.rules.route import NEEDS_REASON, LineFacts, decide
from procurement.states import BundleStatus, LineStage, PriceSource, RequisitionStatus, Route
from srm.authz import require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record


def route_lines(*, requisition: Requisition, lines: Sequence[RequisitionLine], by: Any) -> dict[str, str]:
    """Decide the route of each line of a requisition being approved; records one LineRouted per line."""
    limit, routes = Decimal(settings.SMALL_PURCHASE_LIMIT), {}
    for line in lines:
        line.route = decide(_facts(requisition, line), limit).value
        line.save(update_fields=["route"])
        routes[str(line.position)] = line.route
        record(LineRouted(line.pk, line.position, line.route), subject=requisition, by=by)
    return routes


@transaction.atomic
def choose_route(*, line: RequisitionLine, route: str, reason: str, by: Any) -> RequisitionLine:
    """Serve an approved line another way, with a reason. Records LineRouted.

    Raises Invalid without a reason where one is due, Refused when the line is already being bought.
    """
    line = (
        RequisitionLine.objects.select_for_update(of=("self",)).select_related("requisition", "bundle").get(pk=line.pk)
    )
    require(may_choose_route(by, line), _("Only procurement chooses the route, and not for an own need."))
    if route in NEEDS_REASON and not reason.strip():
        raise Invalid({"reason": _("Say why this route.")})
    busy = line.bundle is not None and line.bundle.status not in {BundleStatus.OPEN, BundleStatus.CANCELLED}
    if line.requisition.status != RequisitionStatus.APPROVED or line.stage != LineStage.APPROVED or busy:
        raise Refused(_("This line is already being bought."), code="being_bought")
    line.route, line.route_reason = Route(route), reason
    if route != Route.TENDER:
        line.bundle = None
    line.save(update_fields=["route", "route_reason", "bundle"])
    record(LineRouted(line.pk, line.position, line.route, reason), subject=line.requisition, by=by)
    return line


def _facts(requisition: Requisition, line: RequisitionLine) -> LineFacts:
    quote = price_for(line.item, requisition.cost_centre.legal_entity, organisation_today())
    kind = quote.arrangement.kind if quote and quote.arrangement else ""
    return LineFacts(
        quantity=line.quantity,
        from_stock=line.from_stock,
        has_contract=kind == PriceSource.CONTRACT,
        in_catalogue=kind == PriceSource.CATALOGUE,
        is_urgent=requisition.is_urgent,
        base_amount=line.amount * requisition.base_rate,
    )
