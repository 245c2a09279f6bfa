"""Small words of the needs stage for its templates."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.policies.requisition import may_choose_route
from procurement.states import MOVEMENTS, LineStage, PolicyFlag, RequisitionStatus, Route
from srm.ui import markup

register = template.Library()


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
def flag_pill(flag: str) -> SafeString:
    """{% flag_pill flag %}: urgent, single source, over budget."""
    return markup.pill(PolicyFlag(flag).label, "waiting")


@register.filter
def pace(span: timedelta) -> str:
    """{{ approver.usual|pace }}: a length of time as people say it: hours below two days, days above."""
    hours = round(span.total_seconds() / 3600)
    if hours < 1:
        return _("an hour")
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.simple_tag
def movement_word(reason: str) -> str:
    """{% movement_word movement.reason %}: why stock changed, in words."""
    return str(MOVEMENTS.get(reason, reason))
