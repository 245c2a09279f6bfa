"""Forms of the second factor. Their fields are prefixed, so that they may stand beside the kept fields of any form."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

PREFIX = "factor"
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autofocus": True}


class CodeForm(forms.Form):
    """The code that lets a person do what commits."""

    code = forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=CODE))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=PREFIX, **kwargs)


class EnrolForm(forms.Form):
    """The first code of a new app, and the password: a browser left open is not enough to set up a factor."""

    code = forms.CharField(label=_("Code that the app shows"), max_length=40, widget=forms.TextInput(attrs=CODE))
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, prefix=PREFIX, **kwargs)
        self.request = request
        del self.fields["code"].widget.attrs["autofocus"]  # the picture comes first
        if not request.user.has_usable_password():  # he signs in by codes from his mailbox
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.request.user):
            raise forms.ValidationError(_("Too many wrong passwords. Wait a minute."))
        if not self.request.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password
