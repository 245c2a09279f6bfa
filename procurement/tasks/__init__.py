from procurement.tasks.approval import escalate_overdue_approvals
from procurement.tasks.stock import release_expired_reservations, reorder_stock

__all__ = ["escalate_overdue_approvals", "release_expired_reservations", "reorder_stock"]
