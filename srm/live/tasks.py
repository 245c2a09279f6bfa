from celery import shared_task

from srm.live import services


@shared_task(name="srm.live.forget_old")
def forget_old() -> int:
    """Delete live messages that no page will ask for again."""
    return services.forget_old()
