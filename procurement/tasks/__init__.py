from procurement.tasks.approval import escalate_overdue_approvals
from procurement.tasks.stock import release_expired_reservations, reorder_stock
from procurement.tasks.strategy import outdate_due_strategies

__all__ = ["escalate_overdue_approvals", "outdate_due_strategies", "release_expired_reservations", "reorder_stock"]
