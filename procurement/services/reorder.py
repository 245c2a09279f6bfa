"""What runs low asks for itself: a scheduled job that counts what is on order and already requested."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from procurement.events import StockReordered
from procurement.models import Requisition, Stock
from procurement.queries.stock import low_stock, reorder_quantity
from procurement.services.requisition import LineInput, create_requisition, submit_requisition
from procurement.services.stock import lock_stock
from srm.accounts.models import User
from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import CostCentre


@transaction.atomic
def reorder_stock(*, by: Any = SYSTEM) -> list[Requisition]:
    """Ask for every item that is at or below its reorder point, in its planner's name. Records StockReordered.

    Running it again asks for nothing more: what was requested counts. A stock without a planner of a department or
    a cost centre that could pay is left alone; where the budget stops the request it stays a draft of the planner.
    """
    made = [_reorder(stock.pk, by) for stock in low_stock()]
    return [requisition for requisition in made if requisition]


def _reorder(pk: int, by: Any) -> Requisition | None:
    stock = lock_stock(pk)
    quantity = reorder_quantity(stock)
    planner, centre = _who_asks(stock)
    if not quantity or planner is None or centre is None:
        return None
    with translation.override(planner.language or settings.LANGUAGE_CODE):
        title = _("%(item)s runs low at %(place)s") % {"item": stock.item, "place": stock.place}
        reason = _("By the reorder point of %(point)s.") % {"point": f"{stock.reorder_point.normalize():f}"}
    requisition = create_requisition(
        title=title[:200], reason=reason, department=planner.department, cost_centre=centre, place=stock.place,
        needed_on=organisation_today() + timedelta(days=lead_days(stock)), by=planner,
        lines=[LineInput(item=stock.item, quantity=quantity)],
    )  # fmt: skip
    try:
        with transaction.atomic():
            requisition = submit_requisition(requisition=requisition, by=planner)
    except (Refused, Invalid):
        requisition.refresh_from_db()  # it stays a draft that its planner sees
    record(StockReordered(requisition.number, quantity), subject=stock, by=by)
    return requisition


def lead_days(stock: Stock) -> int:
    """Return how long what is asked for may take: as long as its arrangement says, else a month."""
    rows = stock.item.arrangements.in_force(organisation_today()).exclude(lead_days=None)
    return rows.order_by("lead_days").values_list("lead_days", flat=True).first() or 30


def _who_asks(stock: Stock) -> tuple[User | None, CostCentre | None]:
    planner = stock.planner or _storekeeper()
    if planner is None or planner.department_id is None:
        return None, None
    own = CostCentre.objects.filter(legal_entity=stock.place.legal_entity_id, is_active=True)
    return planner, stock.cost_centre or own.filter(department=planner.department_id).order_by("code").first()


def _storekeeper() -> User | None:
    rows = User.objects.filter(is_active=True, role_assignments__role=Role.WAREHOUSE).exclude(department=None)
    return rows.order_by("pk").first()
