"""From a template to a PDF. WeasyPrint is imported when first used: without pango it fails at import."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

INSTALL = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
STATIC_SCHEME = "static:///"
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf",
         ".png": "image/png", ".svg": "image/svg+xml"}  # fmt: skip


class CannotRender(Exception):
    """The PDF cannot be made here; the message says what to do."""


def render_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """Render a template as PDF. Nothing but our own static styles, fonts and pictures is ever fetched.

    Raises CannotRender when the machine lacks pango.
    """
    weasyprint = _weasyprint()
    html = render_to_string(template, {"organisation": settings.ORGANISATION_NAME, **context})
    page = weasyprint.HTML(string=html, base_url=STATIC_SCHEME, url_fetcher=_own_static_only(weasyprint))
    return page.write_pdf(pdf_tags=True)


def static_file(name: str) -> Path:
    """Return the path of one of our static files. Raises ValueError for anything else."""
    found = finders.find(name) if Path(name).suffix in TYPES else None
    if not found:
        raise ValueError(f"not one of our static files: {name[:80]}")
    return Path(found)


def _weasyprint() -> ModuleType:
    try:
        import weasyprint
    except OSError as error:
        raise CannotRender(_("PDF needs pango on this machine: %(command)s") % {"command": INSTALL}) from error
    return weasyprint


def _own_static_only(weasyprint: ModuleType) -> Any:
    """Return a fetcher that opens `static:///…` from our own static files and refuses every other address."""
    urls: Any = weasyprint.urls

    class OwnStaticOnly(urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(STATIC_SCHEME):
                raise ValueError(f"refused to fetch {url[:80]}")
            path = static_file(unquote(url.removeprefix(STATIC_SCHEME).partition("?")[0]))
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})

    return OwnStaticOnly()
