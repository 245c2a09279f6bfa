"""Who may speak about an object. Each app answers for its own nouns (`srm.subjects.register_subject`)."""

from typing import Any

from django.db import models

from srm.discussions.models import Comment, Todo
from srm.documents.states import Audience
from srm.subjects import find_subject, may_add_to_subject, may_see_subject


def may_post_comment(user: Any, subject: models.Model, audience: str) -> bool:
    """Who may add to the object; a supplier's person only where he is heard by both sides."""
    return may_add_to_subject(user, subject) and (not user.is_portal or audience == Audience.SUPPLIER)


def may_withdraw_comment(user: Any, comment: Comment) -> bool:
    """Its author."""
    return comment.author_id == user.pk and comment.withdrawn_at is None


def may_add_todo(user: Any, subject: models.Model, audience: str) -> bool:
    """Who may comment."""
    return may_post_comment(user, subject, audience)


def may_be_assigned(person: Any, subject: models.Model, audience: str) -> bool:
    """Who sees the object; a supplier's person only to-dos that are shared with him."""
    return may_see_subject(person, subject) and (not person.is_portal or audience == Audience.SUPPLIER)


def may_finish_todo(user: Any, todo: Todo) -> bool:
    """The assignee, or who gave it."""
    subject = find_subject(todo.subject_type, todo.subject_id)
    return user.pk in (todo.assignee_id, todo.created_by_id) and may_be_assigned(user, subject, todo.audience)
