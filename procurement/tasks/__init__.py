from procurement.tasks.stock import release_expired_reservations

__all__ = ["release_expired_reservations"]
