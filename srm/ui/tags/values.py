"""Figures, times and small marks."""

from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from srm.ui import formats, markup
from srm.ui.icons import svg
from srm.ui.tags.library import register

register.filter("amount", lambda value, places=2: formats.number(value, int(places)))
register.filter("quantity", formats.quantity)
register.filter("unit_price", formats.unit_price)
register.filter("percent", lambda value, places=1: formats.percent(value, int(places)))
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("number", lambda value, places=None: formats.number(value, places))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """{% icon "home" %} {% icon "clock" "s" %} (s: 15 px, xs: 13 px): decoration, so a word stands beside it."""
    return svg(name, css)


@register.simple_tag
def money(value: Any, currency: str = "", places: int | None = None) -> SafeString:
    """{% money order.total order.currency %}: tabular figures, then the currency."""
    shown = formats.amount(value, currency, places)
    unit = format_html(' <span class="muted">{}</span>', currency) if currency and value is not None else ""
    return format_html('<span class="tab nw">{}{}</span>', shown, unit)


@register.simple_tag
def when(value: datetime | date | None, css: str = "") -> SafeString:
    """{% when event.at %}: “2 days ago”, the exact moment in the tooltip."""
    return markup.when(value, css)


@register.simple_tag
def pill(word: Any, tone: str = "neutral", icon: str | None = None) -> SafeString:
    """{% pill _("Draft") "neutral" "pencil" %}: tones neutral, waiting, good, late, info."""
    return markup.pill(word, tone, icon)


@register.simple_tag
def status(obj: Any, noun: str = "") -> SafeString:
    """{% status requisition %}: word and tone from its lifecycle table."""
    return markup.status(obj, noun)


@register.simple_tag
def quadrant(name: str | None) -> SafeString:
    """{% quadrant category.quadrant %}: 2 × 2 glyph and word."""
    return markup.quadrant(name)


@register.simple_tag
def avatar(user: Any, css: str = "") -> SafeString:
    """{% avatar user %} {% avatar user "lg" %}: initials only; put the name beside it."""
    return markup.avatar(user, css)


@register.simple_tag
def person(user: Any, detail: str = "") -> SafeString:
    """{% person order.buyer _("Buyer") %}: avatar, name, second line."""
    return markup.person(user, detail)


@register.simple_tag
def countdown(until: datetime | None, css: str = "") -> SafeString:
    """{% countdown tender.closes_at %}: ticks by the server's clock; amber under five minutes, red under one."""
    if until is None:
        return format_html("{}", formats.NOTHING)
    from django.utils import timezone

    left = formats.span(until - timezone.now())
    return format_html(
        '<time class="countdown tab {}" data-countdown="{}" datetime="{}" title="{}" role="timer">{}</time>',
        css, int(until.timestamp() * 1000), until.isoformat(), formats.moment(until), left,
    )  # fmt: skip


@register.simple_tag
def progress(value: Any, of: Any = 100, tone: str = "", label: str = "") -> SafeString:
    """{% progress 12 40 "good" _("Filled in") %}: a bar; tones good, waiting, late or none."""
    share = min(max(float(value or 0) / float(of or 1), 0), 1)
    return format_html(
        '<svg class="progress-bar-svg tone-{}" role="img" aria-label="{} {}" preserveAspectRatio="none" '
        'viewBox="0 0 100 4"><rect class="rest" width="100" height="4"/>'
        '<rect class="fill" width="{}" height="4"/></svg>',
        tone or "primary", label, formats.percent(share, 0), f"{share * 100:.2f}",
    )  # fmt: skip
