import logging
import smtplib
import zoneinfo
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from srm.clock import database_now
from srm.notifications.models import Notice
from srm.notifications.queries import read_notice
from srm.notifications.states import EmailStatus

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 10


@transaction.atomic
def send_email(notice_id: int) -> bool:
    """Send the e-mail of one notice under its row's lock; True when it went out now.

    A repeat or a parallel call sends nothing. A mail server that refuses is tried again later with growing pauses.
    """
    notice = (
        Notice.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("recipient").filter(pk=notice_id, email_status=EmailStatus.DUE).first()
    )  # fmt: skip
    if notice is None:
        return False
    try:
        _message(notice).send()
    except (smtplib.SMTPException, OSError) as error:
        return _postpone(notice, error)
    Notice.objects.filter(pk=notice.pk).update(email_status=EmailStatus.SENT, email_next_at=None)
    return True


def send_due_emails(limit: int = 500) -> int:
    """Send what is due and was not sent (a lost wake-up, a mail server that was away); return how many went out."""
    due = Notice.objects.filter(email_status=EmailStatus.DUE, email_next_at__lte=database_now())
    return sum(send_email(pk) for pk in due.order_by("pk").values_list("pk", flat=True)[:limit])


def _message(notice: Notice) -> EmailMultiAlternatives:
    reader = notice.recipient
    with translation.override(reader.language), timezone.override(zoneinfo.ZoneInfo(reader.time_zone)):
        shown = read_notice(notice)
        context = {
            "notice": shown, "reader": reader, "site_url": settings.SITE_URL.rstrip("/"),
            "organisation": settings.ORGANISATION_NAME, "settings_url": reverse(_settings_page(reader)),
        }  # fmt: skip
        message = EmailMultiAlternatives(
            subject=" ".join(shown.title.split())[:200],
            body=render_to_string("emails/notice.txt", context),
            to=[reader.email],
            # The same id on a resend: should a worker die between sending and marking, the reader's client joins them.
            headers={"Message-ID": f"<notice-{notice.public_id}@srm>", "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("emails/notice.html", context), "text/html")
    return message


def _settings_page(reader: Any) -> str:
    return "notifications:portal-inbox-settings" if reader.is_portal else "notifications:inbox-settings"


def _postpone(notice: Notice, error: Exception) -> bool:
    attempts = notice.email_attempts + 1
    status = EmailStatus.FAILED if attempts >= MAX_ATTEMPTS else EmailStatus.DUE
    later = database_now() + timedelta(seconds=min(30 * 2**attempts, 3600))
    Notice.objects.filter(pk=notice.pk).update(email_attempts=attempts, email_status=status, email_next_at=later)
    log.warning("e-mail of notice %s not sent: %s", notice.pk, error)
    return False
