from celery import shared_task

from srm.idempotency import services


@shared_task(name="srm.idempotency.forget_expired")
def forget_expired() -> int:
    """Delete the keys that no repeat will come for any more."""
    return services.forget_expired()
