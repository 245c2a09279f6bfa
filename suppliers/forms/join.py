from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """What an invited person says of himself."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"), widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a sentence is good."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
