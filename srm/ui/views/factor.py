"""The second factor: its page under the profile, and “Confirm it is you”, which comes between where it is asked for."""

from collections.abc import Callable
from typing import Any

import qrcode
from allauth.mfa.adapter import get_adapter
from cryptography.fernet import InvalidToken
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from srm.accounts import totp
from srm.accounts.demo import demo_code
from srm.accounts.elevation import elevate, elevate_session, end_elevation, require_elevated
from srm.accounts.factors import conceal, disclose, factor_of, recovery_codes_left
from srm.accounts.services import enrol_factor, remove_factor, renew_recovery_codes
from srm.errors import Invalid, Refused, SRMError, TooManyTries
from srm.idempotency.middleware import never_once
from srm.ui.factor_forms import CodeForm, EnrolForm
from srm.ui.forms import put_errors
from srm.ui.views.handling import act
from srm.ui.views.kept import Kept, keep, kept_by

SECRET_IN_SESSION = "factor_secret"  # noqa: S105 - a key of the session


@require_safe
@login_required
def factor(request: HttpRequest) -> HttpResponse:
    """Whether it is set up, how many recovery codes are left, and what can be done."""
    row = factor_of(request.user)
    context = {"row": row, "codes_left": recovery_codes_left(request.user) if row else 0}
    return render(request, "ui/factor/page.html", context)


@sensitive_post_parameters("factor-code")
@never_cache
@login_required
@never_once
def confirm(request: HttpRequest) -> HttpResponse:
    """Take a code, then go on where one was, with everything one had typed."""
    kept = kept_by(request, default="/")
    if factor_of(request.user) is None:
        return _enrol_page(request, EnrolForm(request=request), kept, status=200)
    form = CodeForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    if request.method != "POST":
        return _confirm_page(request, form, kept, status=200)
    return _tried(request, form, kept, lambda: elevate(request, form.cleaned_data["code"])) or kept.resume()


@sensitive_post_parameters("factor-code", "factor-password")
@never_cache
@login_required
@never_once
def factor_enrol(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture and as text; with the app's code and the password the factor counts."""
    kept = kept_by(request, default=reverse("factor"))
    if factor_of(request.user) is not None:
        return redirect("factor")
    form = EnrolForm(request.POST if request.method == "POST" else None, request=request)
    if request.method != "POST" or not form.is_valid():
        return _enrol_page(request, form, kept, status=422 if form.is_bound else 200)
    try:
        codes = enrol_factor(
            user=request.user, secret=_secret(request), code=form.cleaned_data["code"], by=request.user
        )
    except (Invalid, Refused) as error:
        put_errors(form, error)
        return _enrol_page(request, form, kept, status=error.status)
    request.session.pop(SECRET_IN_SESSION, None)
    elevate_session(request, request.user)
    return _codes_page(request, codes, kept, is_new=True)


@require_POST
@never_cache
@login_required
def factor_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once: on the answer to this very form."""
    require_elevated(request)
    codes = renew_recovery_codes(user=request.user, by=request.user)
    return _codes_page(request, codes, Kept(reverse("factor")), is_new=False)


@require_POST
@login_required
def factor_remove(request: HttpRequest) -> HttpResponse:
    def remove() -> None:
        remove_factor(user=request.user, by=request.user)
        end_elevation(request)

    return act(request, remove, to="factor", done=_("The second factor is turned off."), elevated=True)


def ask_for_factor(request: HttpRequest, _error: SRMError) -> HttpResponse:
    """Answer a request that lacks a second factor: with the page that takes it, and keeps what was sent."""
    kept = keep(request)
    status = 403
    if htmx := getattr(request, "htmx", False):
        status = 409  # an answer that htmx shows; whatever part it asked for, it gets the page
    if factor_of(request.user) is None:
        answer = _enrol_page(request, EnrolForm(request=request), kept, status=status)
    else:
        answer = _confirm_page(request, CodeForm(initial=_initial(request)), kept, status=status)
    if htmx:
        answer["HX-Retarget"], answer["HX-Reswap"] = "body", "outerHTML"
    add_never_cache_headers(answer)
    return answer


def _tried(request: HttpRequest, form: CodeForm, kept: Kept, verb: Callable[[], Any]) -> HttpResponse | None:
    """Try the code; return the page with what is wrong, or None when it was right."""
    if not form.is_valid():
        return _confirm_page(request, form, kept, status=422)
    try:
        verb()
    except (Invalid, Refused) as error:
        put_errors(form, error)
        answer = _confirm_page(request, form, kept, status=error.status)
        if isinstance(error, TooManyTries):
            answer["Retry-After"] = f"{error.wait:.0f}"
        return answer
    return None


def _confirm_page(request: HttpRequest, form: CodeForm, kept: Kept, *, status: int) -> HttpResponse:
    return render(request, "ui/factor/confirm.html", {"form": form, "kept": kept}, status=status)


def _enrol_page(request: HttpRequest, form: EnrolForm, kept: Kept, *, status: int) -> HttpResponse:
    secret = _secret(request)
    size, path = _picture(get_adapter().build_totp_url(request.user, secret))
    context = {
        "form": form, "kept": kept, "size": size, "path": path,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    }  # fmt: skip
    return render(request, "ui/factor/enrol.html", context, status=status)


def _codes_page(request: HttpRequest, codes: list[str], kept: Kept, *, is_new: bool) -> HttpResponse:
    return render(request, "ui/factor/codes.html", {"codes": codes, "kept": kept, "is_new": is_new})


def _secret(request: HttpRequest) -> str:
    """Return the secret that is being set up, the same until it is; it lies concealed in the session."""
    try:
        return disclose(request.session[SECRET_IN_SESSION])
    except (KeyError, InvalidToken):
        secret = totp.new_secret()
        request.session[SECRET_IN_SESSION] = conceal(secret)
        return secret


def _picture(text: str) -> tuple[int, str]:
    """Return a QR code as the path of an SVG, one square per module, and its size with the quiet zone."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(squares)


def _initial(request: HttpRequest) -> dict[str, str | None]:
    """In the demo, and for its own logins only, the code is there already."""
    return {"code": demo_code(request.user)}
