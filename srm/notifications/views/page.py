"""What both inboxes show."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from srm.notifications.models import Notice
from srm.notifications.queries import grouped, read_notice
from srm.notifications.waiting import waiting_for

PAGE = 30


def inbox_context(request: HttpRequest) -> dict[str, Any]:
    """Return tasks by day and one page of notices; `?show=` is a kind of task, notices or all of it."""
    tasks = waiting_for(request.user)
    kinds = {task.kind for task in tasks}
    notices = Notice.objects.inbox_of(request.user)
    show = request.GET.get("show", "")
    show = show if show in {"notices", *kinds} else ""
    page = Paginator(notices, PAGE).get_page(request.GET.get("page"))
    return {
        "show": show, "groups": grouped([t for t in tasks if show in ("", t.kind)]) if show != "notices" else [],
        "counts": _counts(tasks, notices), "page": page, "notices": [read_notice(n) for n in page.object_list],
    }  # fmt: skip


def _counts(tasks: list, notices: QuerySet) -> dict[str, int]:
    counts = {"all": len(tasks), "unread": notices.unread().count()}
    for task in tasks:
        counts[task.kind] = counts.get(task.kind, 0) + 1
    return counts
