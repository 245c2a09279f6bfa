"""Forms of a person's own page."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.accounts.models import User
from srm.accounts.states import Kind

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ProfileForm(forms.Form):
    """What a person says of himself."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=150)
    job_title = forms.CharField(label=_("Job title"), max_length=150, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in ["UTC", *zones]]


class TokenForm(forms.Form):
    """A new key for a person's programs."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What the key is for, so that you know which one to revoke.")
    )
    expires_at = forms.DateTimeField(
        label=_("Valid until"), widget=MOMENT, required=False, help_text=_("Empty: until you revoke it.")
    )


class DelegationForm(forms.Form):
    """Who decides for a person while he is away."""

    substitute = forms.ModelChoiceField(User.objects.none(), label=_("Substitute"), empty_label=_("Choose a colleague"))
    starts_at = forms.DateTimeField(label=_("From"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=_("Until"), widget=MOMENT)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, principal: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(kind=Kind.STAFF, is_active=True).exclude(pk=principal.pk)
        self.fields["substitute"].queryset = colleagues.order_by("name")
