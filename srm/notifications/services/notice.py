import logging
from collections.abc import Iterable, Mapping
from typing import Any

from celery import current_app
from django.db import models, transaction

from srm.accounts.models import User
from srm.clock import database_now
from srm.events.models import Event
from srm.events.services import label_of
from srm.notifications.kinds import NoticeKind, kind_named
from srm.notifications.models import Notice, Preference
from srm.notifications.states import BY_EMAIL, IN_APP, Channel, EmailStatus

log = logging.getLogger(__name__)


@transaction.atomic
def notify(
    *, recipients: Iterable[User], kind: str, subject: models.Model | None = None, url: str = "",
    params: Mapping[str, Any] | None = None, event: Event | None = None,
) -> list[Notice]:  # fmt: skip
    """Tell people of an event, each once per kind however often it is delivered; return the new notices.

    Who turned the kind off gets nothing; inactive people get nothing. E-mails go out after commit, from a worker.
    Raises LookupError for a kind nobody registered.
    """
    known = kind_named(kind)
    if known is None:
        raise LookupError(f"no notice kind {kind!r}")
    people = {user.pk: user for user in recipients if user.is_active}
    channels = _channels(known, list(people))
    rows = [_row(user, known, channels[pk], subject, url, params, event) for pk, user in people.items()]
    fresh = _insert([row for row in rows if row.in_app or row.email_status == EmailStatus.DUE])
    due = [n.pk for n in fresh if n.email_status == EmailStatus.DUE]
    if due:
        transaction.on_commit(lambda: _wake(due))
    return fresh


@transaction.atomic
def mark_read(*, notice: Notice, by: User) -> Notice:
    """Remember that the person has read his notice; somebody else's notice is left alone."""
    if notice.recipient_id == by.pk and notice.read_at is None:
        notice.read_at = database_now()
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=notice.read_at)
    return notice


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Mark everything in the person's inbox read; return how many were not."""
    return Notice.objects.inbox_of(by).unread().update(read_at=database_now())


def _channels(kind: NoticeKind, users: list[int]) -> dict[int, str]:
    channels: dict[int, str] = dict.fromkeys(users, kind.default)
    if not kind.mandatory:
        rows = Preference.objects.filter(user__in=users, kind=kind.key)
        channels.update(rows.values_list("user_id", "channel"))
    return channels


def _row(
    user: User, kind: NoticeKind, channel: str, subject: models.Model | None, url: str,
    params: Mapping[str, Any] | None, event: Event | None,
) -> Notice:  # fmt: skip
    by_email = channel in BY_EMAIL
    return Notice(
        recipient=user, kind=kind.key, event=event, url=url, params=dict(params or {}),
        subject_type=label_of(subject) if subject else "", subject_id=subject.pk if subject else None,
        in_app=Channel(channel) in IN_APP, email_status=EmailStatus.DUE if by_email else EmailStatus.NOT_WANTED,
        email_next_at=database_now() if by_email else None,
    )  # fmt: skip


def _insert(rows: list[Notice]) -> list[Notice]:
    # ignore_conflicts gives no keys back, so what is new is told by its random public id.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Notice.objects.filter(public_id__in=[row.public_id for row in rows]))


def _wake(ids: list[int]) -> None:
    # Only a hint: when the broker is down, the sweep finds the rows.
    for pk in ids:
        try:
            current_app.send_task("srm.notifications.send_email", [pk], retry=False)
        except Exception:
            log.warning("broker unreachable, e-mail of notice %s waits for the sweep", pk)
            return
