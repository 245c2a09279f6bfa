"""From a form to a service and back: what a page's view calls so that it stays short."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from srm.accounts.elevation import require_elevated
from srm.errors import Invalid, NotPermitted, Refused, SRMError
from srm.ui.forms import FormLike, has_errors, put_errors

Target = str | models.Model | Callable[[Any], Any] | None


def handle(
    request: HttpRequest,
    form: FormLike,
    verb: Callable[[Any], Any],
    *,
    template: str,
    context: dict[str, Any] | None = None,
    formsets: Sequence[FormLike] = (),
    done: Any = "",
    to: Target = None,
    elevated: bool = False,
) -> HttpResponse:
    """Show the form; when it is sent and its shape is right, run `verb(cleaned_data)` and go to `to`.

    Refusals come back on the same page with the values kept: Invalid at its fields with 422, Refused on top with
    409, NotPermitted as the 403 page. `to` is an address, an object, a URL name, or a function of the verb's result
    (default: the result). With {% once %} in the form a resend repeats nothing (srm.idempotency). `elevated` asks for
    a second factor before the verb; what was typed comes through that.
    """
    parts = (form, *formsets)
    status = 200
    if request.method == "POST":
        status = 422
        if all([part.is_valid() for part in parts]):  # noqa: C419 - every part, so that all errors are shown at once
            try:
                return _run(request, lambda: verb(form.cleaned_data), done=done, to=to, elevated=elevated)
            except (Invalid, Refused) as error:
                put_errors(form, error, *formsets)
                status = error.status
    page = {"form": form, "forms": parts, "has_errors": has_errors(*parts), **(context or {})}
    return render(request, template, page, status=status)


def act(
    request: HttpRequest, verb: Callable[[], Any], *, to: Target, done: Any = "", elevated: bool = False
) -> HttpResponse:  # fmt: skip
    """Run a button's verb and go to `to`; a refusal is shown there as a message. `elevated`: as in `handle`."""
    try:
        return _run(request, verb, done=done, to=to, elevated=elevated)
    except NotPermitted:
        raise
    except SRMError as error:
        messages.error(request, error.message)
        return leave(request, address(to, None))


def _run(request: HttpRequest, verb: Callable[[], Any], *, done: Any, to: Target, elevated: bool) -> HttpResponse:
    if elevated:
        require_elevated(request)
    result = verb()
    if text := done(result) if callable(done) else done:
        messages.success(request, text)
    return leave(request, address(to, result))


def address(to: Target, result: Any) -> str:
    """Return the address that `to` means."""
    if callable(to) and not isinstance(to, models.Model):
        to = to(result)
    target = result if to is None else to
    return target if isinstance(target, str) and target.startswith("/") else redirect(target).url


def leave(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect; an htmx request is told to load the whole page."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Return the `next` address of the request when it is one of ours."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours else default
