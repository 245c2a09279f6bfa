"""Work that the clock starts."""

from celery import shared_task

from tenders.services import settle_auctions


@shared_task(name="tenders.settle_auctions")
def settle_due_auctions() -> int:
    """Begin and close auctions; nothing depends on this being on time."""
    return settle_auctions()
