"""Comments and to-dos on the suppliers' side: only what is shared."""

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from srm.accounts.doors import portal_only
from srm.discussions.models import Comment, Todo
from srm.discussions.services import finish_todo, reopen_todo, withdraw_comment
from srm.discussions.views.answer import answer_comment, show_block
from srm.subjects import find_subject, may_see_subject, subject_or_404, subject_url


@require_POST
@portal_only
def comment(request: HttpRequest, subject_type: str, public_id: str) -> HttpResponse:
    """Say something to the buyer about an object."""
    return answer_comment(request, subject_or_404(request.user, subject_type, public_id))


@require_POST
@portal_only
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own words back."""
    row = get_object_or_404(Comment.objects.for_reader(request.user), public_id=public_id)
    subject = _visible(request, row)
    withdraw_comment(comment=row, by=request.user)
    return show_block(request, subject)


@require_safe
@portal_only
def open_todo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to what a to-do of one's own is about."""
    row = get_object_or_404(Todo.objects.for_reader(request.user), public_id=public_id, assignee=request.user)
    return redirect(subject_url(_visible(request, row), request.user) or "notifications:portal-inbox")


@require_POST
@portal_only
def finish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark a shared to-do done, or take that back."""
    row = get_object_or_404(Todo.objects.for_reader(request.user), public_id=public_id)
    subject = _visible(request, row)
    verb = reopen_todo if row.done_at else finish_todo
    verb(todo=row, by=request.user)
    return show_block(request, subject)


def _visible(request: HttpRequest, row: Comment | Todo) -> models.Model:
    subject = find_subject(row.subject_type, row.subject_id)
    if subject is None or not may_see_subject(request.user, subject):
        raise Http404
    return subject
