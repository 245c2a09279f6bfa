from celery import shared_task

from srm.notifications import services


@shared_task(name="srm.notifications.send_email")
def send_email(notice_id: int) -> None:
    """Send the e-mail of one notice; a failure is kept in its row and tried again by the sweep."""
    services.send_email(notice_id)


@shared_task(name="srm.notifications.sweep")
def sweep() -> int:
    """Send the e-mails that are due and were not sent."""
    return services.send_due_emails()
