from datetime import timedelta

from celery import shared_task

from srm.clock import database_now
from srm.ui.models import Submission

KEPT_FOR = timedelta(days=30)


@shared_task(name="srm.ui.purge_submissions")
def purge_submissions() -> int:
    """Forget one-time form tokens older than a month: no browser still holds their page."""
    deleted, _by_model = Submission.objects.filter(at__lt=database_now() - KEPT_FOR).delete()
    return deleted
