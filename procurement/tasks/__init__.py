from procurement.tasks.stock import release_expired_reservations, reorder_stock

__all__ = ["release_expired_reservations", "reorder_stock"]
