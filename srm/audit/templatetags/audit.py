"""{% load audit %}: what happened to an object, in its page's right column."""

from typing import Any

from django import template
from django.db import models
from django.template import Context

from srm.audit.queries import timeline

register = template.Library()


@register.inclusion_tag("components/timeline.html", takes_context=True)
def timeline_of(context: Context, subject: models.Model, limit: int = 30) -> dict[str, Any]:
    """{% timeline_of requisition %}: its events and those of its parts, newest first, as the reader may know them."""
    return {"entries": timeline(subject, context["request"].user, limit)}
