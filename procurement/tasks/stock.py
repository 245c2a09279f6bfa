from celery import shared_task

from procurement import services


@shared_task(name="procurement.release_expired_reservations")  # type: ignore[untyped-decorator]
def release_expired_reservations() -> int:
    """Give back what was held for requests that nobody approved in time."""
    return services.release_expired_reservations()
