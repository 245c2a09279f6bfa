from celery import shared_task

from procurement import services


@shared_task(name="procurement.release_expired_reservations")  # type: ignore[untyped-decorator]
def release_expired_reservations() -> int:
    """Give back what was held for requests that nobody approved in time."""
    return services.release_expired_reservations()


@shared_task(name="procurement.reorder_stock")  # type: ignore[untyped-decorator]
def reorder_stock() -> int:
    """Ask for what has run low; what is on its way or asked for already counts."""
    return len(services.reorder_stock())
