from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from srm.accounts.models import User
from srm.authz import require
from srm.clock import database_now
from srm.discussions.events import TodoAdded, TodoDone, TodoReopened
from srm.discussions.models import Todo
from srm.discussions.policies import may_add_todo, may_be_assigned, may_finish_todo
from srm.documents.states import Audience
from srm.errors import Invalid
from srm.events.services import label_of, record
from srm.subjects import find_subject


@transaction.atomic
def add_todo(
    *, subject: models.Model, text: str, assignee: User, by: User, due_on: date | None = None,
    audience: str = Audience.INTERNAL,
) -> Todo:  # fmt: skip
    """Ask one person to do something about an object. Raises Invalid when he may not see it. Records TodoAdded."""
    audience = Audience.SUPPLIER if by.is_portal else Audience(audience)
    require(may_add_todo(by, subject, audience), _("You cannot add to-dos here."))
    text = text.strip()
    if not text or len(text) > 300:
        raise Invalid({"text": _("Write between 1 and %(max)d characters.") % {"max": 300}})
    if not may_be_assigned(assignee, subject, audience):
        raise Invalid({"assignee": _("Choose someone who can see this.")})
    todo = Todo.objects.create(
        subject_type=label_of(subject), subject_id=subject.pk, text=text, assignee=assignee, due_on=due_on,
        audience=audience, created_by=by,
    )  # fmt: skip
    day = due_on.isoformat() if due_on else None
    record(TodoAdded(todo.public_id, text, assignee.email, day, audience), subject=subject, by=by)
    return todo


@transaction.atomic
def finish_todo(*, todo: Todo, by: User) -> Todo:
    """Mark a to-do done; a second time changes nothing. Records TodoDone."""
    todo = Todo.objects.select_for_update(of=("self",)).get(pk=todo.pk)
    require(may_finish_todo(by, todo), _("Only who has it to do, or who asked, may finish it."))
    if todo.done_at is None:
        _mark(todo, done=True, by=by)
        record(TodoDone(todo.public_id, todo.text, todo.audience), subject=_subject(todo), by=by)
    return todo


@transaction.atomic
def reopen_todo(*, todo: Todo, by: User) -> Todo:
    """Take "done" back; an open one stays as it is. Records TodoReopened."""
    todo = Todo.objects.select_for_update(of=("self",)).get(pk=todo.pk)
    require(may_finish_todo(by, todo), _("Only who has it to do, or who asked, may finish it."))
    if todo.done_at is not None:
        _mark(todo, done=False, by=None)
        record(TodoReopened(todo.public_id, todo.text, todo.audience), subject=_subject(todo), by=by)
    return todo


def _mark(todo: Todo, *, done: bool, by: User | None) -> None:
    todo.done_at, todo.done_by = (database_now() if done else None), by
    todo.save(update_fields=["done_at", "done_by"])


def _subject(todo: Todo) -> models.Model:
    return find_subject(todo.subject_type, todo.subject_id)
