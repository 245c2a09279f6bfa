"""The form of the code at sign-in, in place of django-allauth's: one rule for codes, wherever one is asked for."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django import forms

from srm.accounts.demo import demo_code
from srm.accounts.elevation import elevate_session
from srm.accounts.factors import factor_of
from srm.accounts.services import show_factor
from srm.accounts.states import Purpose
from srm.authz import SYSTEM
from srm.errors import SRMError

ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autofocus": True}


class SignInCodeForm(AuthenticateForm):
    """A code of the app, or a recovery code. Who has shown it at sign-in need not show it again at once."""

    authenticator: Authenticator | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.TextInput(attrs=ATTRIBUTES)
        self.initial["code"] = demo_code(self.user)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            show_factor(user=self.user, code=code, purpose=Purpose.SIGN_IN, by=SYSTEM)
        except SRMError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        self.authenticator = factor_of(self.user)
        return code

    def save(self) -> None:
        super().save()
        elevate_session(context.request, self.user)
