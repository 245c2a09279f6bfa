from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from srm.clock import shown_today
from srm.reading import one_reading
from srm.ui.audience import audience_of
from srm.ui.context import sections
from srm.ui.registry import cycle, home_tiles


@require_safe
@login_required
@one_reading()
def home(request: HttpRequest) -> HttpResponse:
    """The first page of staff: greeting, cycle, loop and tiles; suppliers' people have their own under /portal/."""
    audience = audience_of(request.user)
    if audience == "portal":
        return redirect("portal_home")
    context = _context(request, audience)
    if audience == "buyer":
        context |= {"cycle_day": cycle.day(request.user), "loop": cycle.loop(request.user)}
    return render(request, f"ui/home/{audience}.html", context)


@require_safe
@login_required
@one_reading()
def portal_home(request: HttpRequest) -> HttpResponse:
    """The first page of a supplier's people; staff are led to their own."""
    if audience_of(request.user) != "portal":
        return redirect("home")
    return render(request, "ui/home/portal.html", _context(request, "portal"))


def _context(request: HttpRequest, audience: str) -> dict[str, Any]:
    sections(request, audience, request.user)  # the rail's counts first: tiles show some of the same
    tiles = [
        (tile, mark_safe(render_to_string(tile.template, more, request=request)))  # noqa: S308 - a rendered template
        for tile, more in home_tiles.tiles(audience, request.user)
    ]
    widths = filled_rows([tile.width for tile, _html in tiles])
    fitted = [(width, html) for width, (_tile, html) in zip(widths, tiles, strict=True)]
    return {"greeting": greeting(request), "today": shown_today(), "tiles": fitted}


def filled_rows(widths: Sequence[int], columns: int = 12) -> list[int]:
    """Widen the last tile of each row to its end: who sees which tiles differs, and holes look like something lost."""
    result: list[int] = []
    used = 0
    for width in widths:
        if used and used + width > columns:
            result[-1] += columns - used
            used = 0
        result.append(width)
        used = (used + width) % columns
    if used:
        result[-1] += columns - used
    return result


def greeting(request: HttpRequest) -> str:
    """Return the greeting of the reader's time of day, with the first name."""
    hour, name = timezone.localtime().hour, request.user.get_short_name()
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}
