from typing import Any

from django import forms

from srm.notifications.queries import choices_of
from srm.notifications.states import Channel


class PreferencesForm(forms.Form):
    """One choice a kind; what is mandatory is shown, not offered."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice in choices_of(user):
            self.fields[choice.kind] = forms.ChoiceField(
                label=choice.label, choices=Channel, initial=choice.channel, disabled=choice.mandatory
            )

    def changed(self) -> dict[str, str]:
        """Return the kinds whose channel the person changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if not self.fields[name].disabled}
