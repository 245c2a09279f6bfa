"""What every layout needs, worked out only when a layout asks for it and once per request."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from srm.reading import counts_of, one_reading
from srm.ui.audience import LAYOUTS, audience_of
from srm.ui.registry import STAGES, NavigationItem, bell, navigation, new_menu

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "srm_theme"
MOST = 999  # the rail counts no further


@dataclass(frozen=True)
class NavigationLink:
    label: Any
    icon: str
    url: str
    count: str
    due: bool  # said in words (“1 live”): asks for attention
    active: bool


@dataclass(frozen=True)
class NavigationSection:
    key: str
    label: Any
    number: int | None
    links: list[NavigationLink]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `layout`, `audience`, `navigation`, `new_menu`, `bell`, `theme`, `organisation`."""
    user = getattr(request, "user", None)
    audience = audience_of(user)
    return {
        "layout": LAYOUTS[audience],
        "audience": audience,
        "organisation": settings.ORGANISATION_NAME,
        "theme": theme_of(request),
        "navigation": SimpleLazyObject(lambda: sections(request, audience, user)),
        "new_entries": SimpleLazyObject(lambda: _new_entries(user)),
        "bell": SimpleLazyObject(lambda: _bell(request, audience, user)),
        "languages": settings.LANGUAGES,
    }


def theme_of(request: HttpRequest) -> str:
    """Return the reader's stored choice: auto (the system's), light or dark."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def sections(request: HttpRequest, audience: str, user: Any) -> list[NavigationSection]:
    """Return the rail: one section per stage that has entries; counts are asked once per request."""
    items, counts, _unread = _counted(request, audience, user)
    current = _current(request.path, [url for _item, url in items])
    keys = list(STAGES)
    result = []
    for key in keys:
        links = [
            NavigationLink(item.label, item.icon, url, _said(item, count), item.word is not None, url == current)
            for (item, url), count in zip(items, counts, strict=True)
            if item.stage == key
        ]
        if links:
            number = keys.index(key) if key not in ("", "more") else None
            result.append(NavigationSection(key, STAGES[key], number, links))
    return result


def _counted(request: HttpRequest, audience: str, user: Any) -> tuple[list[tuple[NavigationItem, str]], list[int], int]:
    """Return the visible entries with their addresses, their counts, and what is unread: all counted by one query."""
    cached = getattr(request, "_srm_counted", None)
    if cached is None:
        items = [(item, url) for item in navigation.items(audience, user) if (url := _url(item.url_name)) is not None]
        counting = getattr(request, "rail_counts", True)
        with one_reading():
            asked = [item.count(user) if counting and item.count else None for item, _url in items]
            unread_of = bell.count if counting else None
            *counts, unread = counts_of(*asked, unread_of(user) if unread_of else None, most=MOST + 1)
        cached = request._srm_counted = items, counts, unread
    return cached


def _said(item: NavigationItem, count: int) -> str:
    if not count:
        return ""
    return item.word(count) if item.word else f"{MOST}+" if count > MOST else str(count)


def _current(path: str, urls: list[str]) -> str | None:
    """Return the longest entry that the path lies under; home only for itself."""
    under = [url for url in urls if path == url or (url not in ("/", "/portal/") and path.startswith(url))]
    return max(under, key=len, default=None)


def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:  # an app not installed in this deployment
        return None


def _new_entries(user: Any) -> list[dict[str, Any]]:
    found = [(entry, _url(entry.url_name)) for entry in new_menu.items(user)]
    return [{"label": e.label, "icon": e.icon, "url": url} for e, url in found if url]


def _bell(request: HttpRequest, audience: str, user: Any) -> dict[str, Any] | None:
    name = bell.page_for(user)
    url = _url(name) if name else None
    return {"url": url, "count": _counted(request, audience, user)[-1]} if url else None
