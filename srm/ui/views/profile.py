"""A person's own page: name, language, keys for programs, who stands in for him."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from srm.accounts.elevation import elevated_until
from srm.accounts.factors import factor_of
from srm.accounts.models import ApiToken, Delegation
from srm.accounts.services import (
    change_profile,
    end_sessions,
    give_delegation,
    issue_token,
    revoke_delegation,
    revoke_token,
)
from srm.clock import database_now
from srm.ui.profile_forms import DelegationForm, ProfileForm, TokenForm
from srm.ui.views.handling import act, handle

FORM_PAGE = "components/pages/form.html"


@require_safe
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Everything that is set for this person, with the way to change it."""
    user = request.user
    delegations = Delegation.objects.filter(revoked_at=None, ends_at__gt=database_now()).order_by("starts_at")
    context = {
        "person": user,
        "factor": factor_of(user),
        "tokens": user.api_tokens.filter(revoked_at=None).order_by("-created_at"),
        "given": delegations.filter(principal=user).select_related("substitute"),
        "held": delegations.filter(substitute=user).select_related("principal"),
    }
    return render(request, "ui/profile/page.html", context)


@login_required
def profile_edit(request: HttpRequest) -> HttpResponse:
    user = request.user
    initial = {name: getattr(user, name) for name in ProfileForm.base_fields}
    return handle(
        request, ProfileForm(request.POST or None, initial=initial),
        lambda data: change_profile(user=user, by=user, **data),
        template=FORM_PAGE, context=_form_page(_("My profile")), done=_("Saved."), to="profile",
    )  # fmt: skip


@never_cache
@login_required
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a key; it is shown once, on the answer to this very form, and stored nowhere."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, key = issue_token(
            user=request.user, by=request.user, elevated_until=elevated_until(request), **form.cleaned_data
        )
        return render(request, "ui/profile/token.html", {"token": token, "key": key})
    status = 422 if form.is_bound else 200
    return render(request, FORM_PAGE, {"form": form, **_form_page(_("New API key"), _("Make the key"))}, status=status)


@require_POST
@login_required
def token_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    token = get_object_or_404(ApiToken, user=request.user, public_id=public_id)
    return act(request, lambda: revoke_token(token=token, by=request.user), to="profile", done=_("The key is revoked."))


@require_POST
@login_required
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    end_sessions(user=request.user, by=request.user)
    logout(request)
    return redirect("home")  # which is the sign-in now


@login_required
def delegation_new(request: HttpRequest) -> HttpResponse:
    user = request.user
    if user.is_portal:
        raise Http404
    return handle(
        request, DelegationForm(request.POST or None, principal=user),
        lambda data: give_delegation(principal=user, by=user, **data),
        template=FORM_PAGE, context=_form_page(_("While I am away"), _("Let this person decide")),
        done=_("Your substitute may decide for you in that period."), to="profile",
    )  # fmt: skip


@require_POST
@login_required
def delegation_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    delegation = get_object_or_404(Delegation, principal=request.user, public_id=public_id)
    done = _("You decide yourself again.")
    return act(request, lambda: revoke_delegation(delegation=delegation, by=request.user), to="profile", done=done)


def _form_page(title: str, submit: str = "") -> dict[str, Any]:
    return {"title": title, "submit": submit, "back": "/profile/", "back_label": _("My profile")}
