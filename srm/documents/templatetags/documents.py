"""{% load documents %}: the files of an object on any page, buyers' or suppliers'."""

from typing import Any

from django import template
from django.db import models
from django.template import Context

from srm.documents.forms import AttachmentForm
from srm.documents.queries import files_of as block_of

register = template.Library()


@register.inclusion_tag("documents/parts/files.html", takes_context=True)
def files_of(context: Context, subject: models.Model, title: Any = "") -> dict[str, Any]:
    """{% files_of requisition %}: the list, and where the reader may add one, a form that works without scripts too."""
    request = context["request"]
    block = block_of(subject, request.user)
    return {
        "listing": block, "form": AttachmentForm(shared=block.may_share), "title": title, "request": request,
        "csrf_token": context.get("csrf_token"), "next": request.get_full_path(),
    }  # fmt: skip
