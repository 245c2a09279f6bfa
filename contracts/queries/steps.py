"""How far an order is, as its two sides see it."""

from contracts.models import PurchaseOrder
from contracts.states import ORDER, OrderStatus
from srm.ui.tags.parts import Step


def order_steps(order: PurchaseOrder, *, portal: bool = False) -> list[Step]:
    """Return an order's steps (the supplier knows no draft); what has partly arrived stands at the receipt."""
    status, path = order.status, list(ORDER.path[1:] if portal else ORDER.path)
    partly = status == OrderStatus.PART_RECEIVED
    stands = OrderStatus.RECEIVED if partly else status
    at = path.index(stands) if stands in path else -1
    return [
        Step(OrderStatus(s).label, _state(n, at, len(path)), OrderStatus(status).label if partly and n == at else "")
        for n, s in enumerate(path)
    ]


def _state(number: int, at: int, of: int) -> str:
    if number < at or number == at == of - 1:
        return "done"
    return "now" if number == at else ""
