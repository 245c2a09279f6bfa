from collections import defaultdict
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from srm.discussions.models import Todo
from srm.notifications.waiting import Task
from srm.subjects import model_named, subject_url

MOST = 50


def open_todos(user: Any) -> list[Task]:
    """Return what the person has still to do; at most fifty, first due first."""
    rows = Todo.objects.open().filter(assignee=user).for_reader(user).select_related("created_by")
    todos = list(rows.order_by("due_on", "pk")[:MOST])
    urls = _urls(todos, user)
    return [_task(todo, urls.get((todo.subject_type, todo.subject_id), "")) for todo in todos]


def _urls(todos: list[Todo], user: Any) -> dict[tuple[str, int], str]:
    # One query a kind of object, however many to-dos there are.
    wanted = defaultdict(set)
    for todo in todos:
        wanted[todo.subject_type].add(todo.subject_id)
    found: dict[tuple[str, int], str | None] = {}
    for name, ids in wanted.items():
        model = model_named(name)
        objects = model._default_manager.in_bulk(ids) if model else {}
        found |= {(name, pk): subject_url(obj, user) for pk, obj in objects.items()}
    return found


def _task(todo: Todo, url: str) -> Task:
    due = timezone.make_aware(datetime.combine(todo.due_on, time(23, 59))) if todo.due_on else None
    return Task(
        due=due, title=todo.text, url=url, from_person=todo.created_by, kind="todo", action_label=_("Open"),
    )  # fmt: skip
