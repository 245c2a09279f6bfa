"""The link of an invitation: register, or sign in and accept."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from srm.accounts.models import User
from srm.ui.views import act, handle
from suppliers.forms.join import JoinForm
from suppliers.models import SupplierInvitation
from suppliers.services import accept_invitation, find_invitation, join_supplier


def after(invitation: SupplierInvitation) -> str:
    """Where the person wanted to go: a tender, else the portal's first page."""
    path = invitation.next_path
    ours = path.startswith("/portal/") and url_has_allowed_host_and_scheme(path, None)
    return path if ours else reverse("portal_home")


@sensitive_post_parameters("password")
@never_cache
def join(request: HttpRequest, key: str) -> HttpResponse:
    invitation = find_invitation(key)
    if invitation is None:
        return render(request, "portal/suppliers/join/gone.html", status=404)
    context = {"invitation": invitation, "supplier": invitation.supplier, "key": key}
    if User.objects.filter(email__iexact=invitation.email).exists():
        is_meant = request.user.is_authenticated and request.user.email.casefold() == invitation.email.casefold()
        return render(request, "portal/suppliers/join/accept.html", {**context, "is_meant": is_meant})
    form = JoinForm(request.POST or None, initial={"language": invitation.language})
    return handle(
        request, form, lambda data: _register(request, key, data), context=context, to=after(invitation),
        template="portal/suppliers/join/form.html", done=_("Welcome. You act for your company now."),
    )  # fmt: skip


def _register(request: HttpRequest, key: str, data: dict) -> User:
    user = accept_invitation(key=key, **data)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@require_POST
@never_cache
def join_accept(request: HttpRequest, key: str) -> HttpResponse:
    """A person who has an account accepts with it."""
    invitation = find_invitation(key)
    if invitation is None or not request.user.is_authenticated:
        return render(request, "portal/suppliers/join/gone.html", status=404)
    return act(
        request, lambda: join_supplier(key=key, by=request.user), to=after(invitation),
        done=_("You act for %(name)s now.") % {"name": invitation.supplier},
    )  # fmt: skip
