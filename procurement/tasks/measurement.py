from celery import shared_task

from procurement import services


@shared_task(name="procurement.measure_what_is_due")  # type: ignore[untyped-decorator]
def measure_what_is_due() -> int:
    """Measure the portfolio after fresh facts, when no more of them were waited for."""
    return services.measure_what_is_due()
