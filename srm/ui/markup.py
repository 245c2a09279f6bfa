"""The small marks that stand in tables, heads and lists alike: status, quadrant, person, moment."""

import zlib
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import REGISTRY, Lifecycle
from srm.ui import formats
from srm.ui.icons import svg

TONE_ICONS = {"neutral": "", "waiting": "clock", "good": "circle-check", "late": "alert-triangle"}
QUADRANTS = {
    "leverage": (_("Leverage"), 0, 0),
    "strategic": (_("Strategic"), 1, 0),
    "routine": (_("Routine"), 0, 1),
    "bottleneck": (_("Bottleneck"), 1, 1),
}
AVATAR_HUES = 6


def pill(word: Any, tone: str = "neutral", icon: str | None = None) -> SafeString:
    """Return a status badge: always a word, an icon for every tone that asks for attention."""
    name = TONE_ICONS.get(tone, "") if icon is None else icon
    return format_html('<span class="pill tone-{}">{}{}</span>', tone, svg(name, "xs") if name else "", word)


def lifecycle_of(obj: models.Model, noun: str = "") -> Lifecycle | None:
    """Return the table of an object's noun (`procurement.requisition`)."""
    return REGISTRY.get(noun or obj._meta.label_lower)


def status(obj: Any, noun: str = "") -> SafeString:
    """Return the badge of an object's status, with the tone its lifecycle gives it."""
    table = lifecycle_of(obj, noun)
    field = table.status_field if table else "status"
    value = getattr(obj, field)
    word = table.statuses(value).label if table else getattr(obj, f"get_{field}_display")()
    return pill(word, table.tone(value) if table else "neutral")


def glyph(quadrant_name: str) -> SafeString:
    """Return the 2 × 2 glyph with the quadrant's field filled."""
    column, row = QUADRANTS[quadrant_name][1:]
    fields = "".join(_glyph_field(x, y, on=(x, y) == (column, row)) for x in (0, 1) for y in (0, 1))
    return mark_safe(  # noqa: S308 - made of our own constants
        f'<svg class="qg q-{quadrant_name}" viewBox="0 0 16 16" aria-hidden="true">{fields}</svg>'
    )


def _glyph_field(x: int, y: int, *, on: bool) -> str:
    fill, opacity = ("currentColor", 1) if on else ("none", 0.45)
    return (
        f'<rect x="{1 + x * 7.5}" y="{1 + y * 7.5}" width="6.5" height="6.5" rx="1.4" fill="{fill}" '
        f'stroke="currentColor" stroke-opacity="{opacity}"/>'
    )


def quadrant(name: str | None) -> SafeString:
    """Return glyph and word of a quadrant; a category not yet placed says so. Hundreds of rows share four of them."""
    return _quadrant(name, get_language())


@lru_cache(maxsize=64)
def _quadrant(name: str | None, _language: str | None) -> SafeString:
    if not name:
        return format_html('<span class="muted">{}</span>', _("Not placed"))
    return format_html('<span class="qb q-{}">{}{}</span>', name, glyph(name), QUADRANTS[name][0])


def avatar(user: Any, css: str = "") -> SafeString:
    """Return a round mark with a person's initials; its colour stays with the person."""
    name = getattr(user, "name", None) or str(user)
    words = name.split()
    initials = getattr(user, "initials", None) or "".join(w[0] for w in words[:2]).upper()
    hue = zlib.crc32(name.encode()) % AVATAR_HUES
    return format_html('<span class="av av-{} {}" title="{}" aria-hidden="true">{}</span>', hue, css, name, initials)


def person(user: Any, detail: str = "") -> SafeString:
    """Return avatar and name, with a second muted line where given; nobody is a dash."""
    if user is None or user == "":
        return format_html('<span class="muted">{}</span>', formats.NOTHING)
    name = getattr(user, "name", None) or str(user)
    second = format_html('<span class="cell-sub">{}</span>', detail) if detail else ""
    return format_html('<span class="person">{}<span>{}{}</span></span>', avatar(user), name, second)


def when(value: datetime | date | None, css: str = "") -> SafeString:
    """Return relative time, the exact one in the tooltip."""
    if value is None:
        return format_html('<span class="muted">{}</span>', formats.NOTHING)
    exact = formats.moment(value) if isinstance(value, datetime) else formats.day(value)
    return format_html(
        '<time class="nw {}" datetime="{}" title="{}">{}</time>',
        css, value.isoformat(), exact, formats.relative(value, timezone.now()),
    )  # fmt: skip


def tick(*, on: bool) -> SafeString:
    """Return a tick with a word, or a quiet no."""
    if on:
        return format_html('<span class="good row-i">{}{}</span>', svg("check", "s"), _("Yes"))
    return format_html('<span class="muted">{}</span>', _("No"))
