"""Notices as a reader sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from srm.notifications.kinds import kind_named, kinds_for, text
from srm.notifications.models import Notice, Preference
from srm.notifications.waiting import Task
from srm.reading import count_of


@dataclass(frozen=True)
class ShownNotice:
    """A notice in the language and time zone now active."""

    public_id: str
    title: str
    body: str
    action: str
    url: str
    created_at: datetime
    is_read: bool


def read_notice(notice: Notice) -> ShownNotice:
    """Word a notice for the reader; one whose kind has gone since still shows that something happened."""
    kind = kind_named(notice.kind)
    params = notice.params
    return ShownNotice(
        public_id=notice.public_id,
        title=text(kind.title, params) if kind else _("Something happened"),
        body=text(kind.body, params) if kind else "",
        action=str(kind.action) if kind and kind.action else _("Open"),
        url=notice.url, created_at=notice.created_at, is_read=notice.read_at is not None,
    )  # fmt: skip


def unread(user: Any) -> QuerySet[Notice]:
    """Name what the number on the bell counts; there is an index of just that."""
    return Notice.objects.filter(recipient=user, in_app=True, read_at=None)


def unread_count(user: Any) -> int:
    """Return the number on the bell."""
    return count_of(unread(user))


@dataclass(frozen=True)
class TaskGroup:
    """Tasks that are due together: “Late”, “Due Monday 23 November”, “Without a date”."""

    label: str
    late: bool
    tasks: list[Task]


def grouped(tasks: list[Task]) -> list[TaskGroup]:
    """Return tasks (sorted by due) under their days, what is late first."""
    groups: dict[str, TaskGroup] = {}
    for task in tasks:
        label = _due_label(task)
        groups.setdefault(label, TaskGroup(label, task.is_late, [])).tasks.append(task)
    return list(groups.values())


def _due_label(task: Task) -> str:
    if task.is_late:
        return _("Late")
    if task.due_on is None:
        return _("Without a date")
    return _("Due %(day)s") % {"day": date_format(task.due_on, "l j E")}


@dataclass(frozen=True)
class Choice:
    """How a person hears of one kind of notice, and whether that is his to choose."""

    kind: str
    label: str
    channel: str
    mandatory: bool


def choices_of(user: Any) -> list[Choice]:
    """Return every kind that the person may be told of, with what holds for him now."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "channel"))
    return [
        Choice(k.key, str(k.label), k.default if k.mandatory else chosen.get(k.key, k.default), k.mandatory)
        for k in kinds_for(user)
    ]
