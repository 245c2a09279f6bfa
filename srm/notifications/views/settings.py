"""What both doors answer to a change of preferences."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from srm.notifications.forms import PreferencesForm
from srm.notifications.services import set_preference


def answer_preferences(request: HttpRequest, url_name: str, title: str) -> HttpResponse:
    """Show the choices; keep what was changed."""
    form = PreferencesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for kind, channel in form.changed().items():
                set_preference(kind=kind, channel=channel, by=request.user)
        messages.success(request, _("Saved."))
        return redirect(url_name)
    status = 422 if form.errors else 200
    return render(request, "notifications/preferences/page.html", {"form": form, "title": title}, status=status)
