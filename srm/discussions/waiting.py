from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from srm.discussions.models import Todo
from srm.notifications import waiting


def register() -> None:
    """Register what one has still to do, behind each door."""
    waiting.register(open_todos, lambda row: row.task("discussions:todo-open", _("Open"), kind="todo"))
    waiting.register(
        open_todos, lambda row: row.task("discussions:portal-todo-open", _("Open"), kind="todo"), portal=True
    )


def open_todos(user: Any) -> QuerySet[Todo]:
    """What the person has still to do, first due first."""
    todos = Todo.objects.open().filter(assignee=user).for_reader(user)
    todos = todos.order_by(F("due_on").asc(nulls_last=True), "pk")
    return waiting.rows(todos, title="text", person="created_by_id", on="due_on")
