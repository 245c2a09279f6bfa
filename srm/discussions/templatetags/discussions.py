"""{% load discussions %}: what was said and what is to do, on any object's page, buyers' or suppliers'."""

import re
from typing import Any

from django import template
from django.db import models
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from srm.discussions.models import Comment
from srm.discussions.queries import Discussion
from srm.discussions.queries import discussion_of as block_of
from srm.discussions.views.answer import block_context

register = template.Library()


@register.inclusion_tag("discussions/parts/block.html", takes_context=True)
def discussion_of(context: Context, subject: models.Model) -> dict[str, Any]:
    """{% discussion_of requisition %}: comments and to-dos with their forms; plain POSTs work without scripts."""
    request = context["request"]
    block = block_context(block_of(subject, request.user), request.user)
    more = {"request": request, "csrf_token": context.get("csrf_token"), "next": request.get_full_path()}
    return {**block, **more}


@register.simple_tag
def discussion_url(discussion: Discussion, name: str, public_id: str) -> str:
    """{% discussion_url discussion "todo-finish" todo.public_id %}: the address behind the reader's own door."""
    return reverse(f"discussions:{discussion.door}{name}", args=[public_id])


@register.filter
def comment_text(comment: Comment) -> SafeString:
    """{{ comment|comment_text }}: paragraphs, and the names of those who were told."""
    text = linebreaks(comment.body, autoescape=True)
    for person in comment.mentions.all():
        name = re.escape(str(conditional_escape(person.email.split("@")[0])))
        shown = f"<b>{conditional_escape(person.name)}</b>"
        text = re.sub(rf"@{name}\b", lambda _m, shown=shown: shown, text, flags=re.IGNORECASE)
    return mark_safe(text)  # noqa: S308 - both parts were escaped
