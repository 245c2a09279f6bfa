"""What both doors answer: the block again for htmx, a redirect without it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from srm.discussions.forms import CommentForm, TodoForm
from srm.discussions.queries import Discussion, discussion_of
from srm.discussions.services import add_todo, post_comment
from srm.errors import Invalid
from srm.subjects import subject_url
from srm.ui.forms import put_errors
from srm.ui.views.handling import safe_next


def answer_comment(request: HttpRequest, subject: models.Model) -> HttpResponse:
    """Post the comment that was sent."""
    user = request.user
    shared = discussion_of(subject, user).may_share
    form = CommentForm(request.POST, shared=shared, portal=user.is_portal, auto_id="comment-%s")
    return _answer(
        request, subject, form,
        lambda given: post_comment(
            subject=subject, body=given["body"], audience=given.get("audience") or "internal", by=user
        ),
        comment_form=form,
    )  # fmt: skip


def answer_todo(request: HttpRequest, subject: models.Model) -> HttpResponse:
    """Add the to-do that was sent."""
    form = TodoForm(request.POST, auto_id="todo-%s")
    verb = lambda given: add_todo(subject=subject, by=request.user, **given)  # noqa: E731 - one line, used once
    return _answer(request, subject, form, verb, todo_form=form)


def block_context(discussion: Discussion, user: Any, **forms_: forms.Form) -> dict[str, Any]:
    """Return the context of `discussions/parts/block.html`."""
    return {
        "discussion": discussion,
        "comment_form": CommentForm(shared=discussion.may_share, portal=user.is_portal, auto_id="comment-%s"),
        "todo_form": None if user.is_portal else TodoForm(auto_id="todo-%s"),
        **forms_,
    }


def show_block(request: HttpRequest, subject: models.Model, **forms_: forms.Form) -> HttpResponse:
    """Return the block as it is now, or a way back to the object's page."""
    back = safe_next(request, subject_url(subject, request.user) or "/")
    wrong = any(form.errors for form in forms_.values())
    if not wrong and not request.htmx:
        return redirect(back)
    context = block_context(discussion_of(subject, request.user), request.user, **forms_)
    template = "discussions/parts/block.html" if request.htmx else "discussions/pages/block.html"
    return render(request, template, {**context, "next": back, "subject": subject}, status=422 if wrong else 200)


def _answer(
    request: HttpRequest, subject: models.Model, form: forms.Form, verb: Callable[[dict], Any], **forms_: forms.Form
) -> HttpResponse:
    if form.is_valid():
        try:
            verb(form.cleaned_data)
            return show_block(request, subject)
        except Invalid as error:
            put_errors(form, error)
    return show_block(request, subject, **forms_)
