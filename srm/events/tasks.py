from celery import shared_task

from srm.events import services


@shared_task(name="srm.events.deliver_event")
def deliver_event(delivery_id: int) -> None:
    """Carry out one delivery; a failure is kept in its row and tried again by the sweep."""
    services.deliver(delivery_id)


@shared_task(name="srm.events.sweep")
def sweep() -> int:
    """Carry out what is due: new rows whose wake-up was lost, and failed ones whose pause is over."""
    return services.deliver_pending()
