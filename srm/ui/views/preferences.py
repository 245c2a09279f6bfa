"""Language and theme, for anyone, signed in or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from srm.accounts.services import change_profile
from srm.ui.context import THEME_COOKIE, THEMES
from srm.ui.views.handling import safe_next

YEAR = 365 * 24 * 3600


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: in the account when there is one, always in the cookie (the sign-in page reads it)."""
    language = request.POST.get("language", "")
    response = redirect(safe_next(request))
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            change_profile(user=request.user, by=request.user, language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's theme in a cookie that the page's first byte already knows."""
    theme = request.POST.get("theme", "")
    response = redirect(safe_next(request))
    if theme in THEMES:
        _remember(request, response, THEME_COOKIE, theme)
    return response


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
