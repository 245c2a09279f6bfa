"""What was said and what is to do about an object, as one reader sees it."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.discussions.models import Comment, Todo
from srm.subjects import kind_of, may_add_to_subject, may_see_subject

MENTION = re.compile(r"(?<![\w@.])@([\w][\w.+-]{1,62}[\w])")
MAX_MENTIONS = 20


def mentioned_people(body: str, subject: models.Model) -> list[User]:
    """Return our people whom the text names by `@` and the first part of their e-mail, if they may see the object.

    A supplier's people are never found by name: nobody learns who works for whom.
    """
    names = list(dict.fromkeys(m.lower() for m in MENTION.findall(body)))[:MAX_MENTIONS]
    if not names:
        return []
    wanted = Q()
    for name in names:
        wanted |= Q(email__istartswith=f"{name}@")
    people = User.objects.filter(wanted, is_active=True, kind=Kind.STAFF).order_by("pk")
    return [p for p in people if may_see_subject(p, subject)]


@dataclass(frozen=True)
class Discussion:
    """All that the block on an object's page needs, as one reader sees it."""

    comments: list[Comment]
    todos: list[Todo]
    may_add: bool
    may_share: bool
    id: str
    subject_type: str
    public_id: str
    door: str

    def url(self, name: str, *args: str) -> str:
        """Return the address of a page behind the reader's own door."""
        return reverse(f"discussions:{self.door}{name}", args=args or [self.subject_type, self.public_id])

    @property
    def comment_url(self) -> str:
        return self.url("comment")

    @property
    def todo_url(self) -> str:
        return self.url("todo")


def discussion_of(subject: Any, user: Any) -> Discussion:
    """Return what was said and what is to do about the object; nothing when the reader may not see it."""
    sees = may_see_subject(user, subject)
    comments = Comment.objects.of(subject).for_reader(user).select_related("author").prefetch_related("mentions")
    todos = Todo.objects.of(subject).for_reader(user).select_related("assignee", "created_by")
    kind = kind_of(subject)
    return Discussion(
        comments=list(comments) if sees else [], todos=list(todos[:50]) if sees else [],
        may_add=may_add_to_subject(user, subject), may_share=bool(kind and kind.portal_url) and not user.is_portal,
        id=f"discussion-{subject.public_id}", subject_type=subject._meta.label_lower, public_id=subject.public_id,
        door="portal-" if user.is_portal else "",
    )  # fmt: skip
