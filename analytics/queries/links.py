"""Addresses of other apps' pages, with a query string; empty where the reader's installation has no such page."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def page(name: str, *args: str, **query: str) -> str:
    """Return the address of a page by its URL name, filtered by `query`."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(query)}" if query else address
