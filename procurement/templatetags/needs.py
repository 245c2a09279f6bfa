"""Small words of the needs stage for its templates."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from procurement.policies.requisition import may_choose_route
from procurement.states import LineStage, RequisitionStatus, Route

register = template.Library()
MOVEMENTS = {
    "count": _("Counted"), "receipt": _("Received"), "issue": _("Handed out"), "transfer": _("Transfer"),
    "undo": _("Taken back"),
}  # fmt: skip


@register.simple_tag
def route_word(route: str) -> str:
    """{% route_word group.route %}: the route in words."""
    return str(Route(route).label)


@register.simple_tag
def may_route(user: Any, line: Any) -> bool:
    """{% may_route user line as routable %}: the reader may choose another route for the line now."""
    approved = line.requisition.status == RequisitionStatus.APPROVED
    return approved and line.stage in (LineStage.APPROVED, LineStage.BUNDLED) and may_choose_route(user, line)


@register.simple_tag
def taken(offer: Any) -> str:
    """{% taken offer %}: line index and the quantity from stock after taking what is offered."""
    return f"{offer.index}:{bare(offer.line.from_stock + offer.take)}"


@register.simple_tag
def bare(value: Decimal | None) -> str:
    """{% bare price %}: a number as a field takes it, in no language."""
    return "" if value is None else f"{Decimal(value).normalize():f}"


@register.simple_tag
def movement_word(reason: str) -> str:
    """{% movement_word movement.reason %}: why stock changed, in words."""
    return str(MOVEMENTS.get(reason, reason))
