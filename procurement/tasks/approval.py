from celery import shared_task

from procurement import services


@shared_task(name="procurement.escalate_overdue_approvals")  # type: ignore[untyped-decorator]
def escalate_overdue_approvals() -> int:
    """Pass approvals that are overdue on to the head of whoever has them."""
    return services.escalate_overdue_approvals()
