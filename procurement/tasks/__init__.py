from procurement.tasks.approval import escalate_overdue_approvals
from procurement.tasks.measurement import measure_what_is_due
from procurement.tasks.stock import release_expired_reservations, reorder_stock
from procurement.tasks.strategy import outdate_due_strategies

__all__ = [
    "escalate_overdue_approvals",
    "measure_what_is_due",
    "outdate_due_strategies",
    "release_expired_reservations",
    "reorder_stock",
]
