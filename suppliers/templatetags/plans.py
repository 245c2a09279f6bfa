"""Addresses of a step's verbs, each reader's at his own door."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def action_url(context: Context, verb: str, action: Any) -> str:
    """{% action_url "agree" action %}"""
    door = "portal-" if context["request"].user.is_portal else ""
    return reverse(f"suppliers:{door}joint-action-{verb}", args=[action.public_id])
