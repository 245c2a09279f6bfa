"""Tabler's outline icons as inline SVG, read once from the vendor file that the assets step puts in place."""

import functools
import json
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SOURCE = Path("vendor/icons/tabler-nodes-outline.json")


class UnknownIcon(LookupError):
    """The name is not one of Tabler's outline icons."""


@functools.cache
def shapes() -> dict[str, list]:
    """Return name → shapes of all icons; empty before the assets step has run."""
    for directory in settings.STATICFILES_DIRS:
        path = Path(directory) / SOURCE
        if path.exists():
            return json.loads(path.read_text())
    return {}


@functools.cache
def svg(name: str, css: str = "") -> SafeString:
    """Return the icon as decoration (hidden from screen readers: the word beside it speaks)."""
    if shapes() and name not in shapes():
        raise UnknownIcon(f"no outline icon {name!r}")
    body = "".join(_shape(tag, attributes) for tag, attributes in shapes().get(name, []))
    classes = f"ico {css}".strip()
    return mark_safe(  # noqa: S308 - names are checked against Tabler's file, the rest is escaped
        f'<svg class="{escape(classes)}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{body}</svg>'
    )


def _shape(tag: str, attributes: dict[str, str]) -> str:
    pairs = " ".join(f'{escape(k)}="{escape(v)}"' for k, v in attributes.items())
    return f"<{escape(tag)} {pairs}/>"
