from celery import shared_task

from procurement import services


@shared_task(name="procurement.outdate_due_strategies")  # type: ignore[untyped-decorator]
def outdate_due_strategies() -> int:
    """Mark strategies whose review day is over, once each."""
    return len(services.outdate_due_strategies())
