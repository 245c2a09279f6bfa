from typing import Any

from django import forms

from srm.notifications.kinds import kinds_for
from srm.notifications.models import Preference
from srm.notifications.states import Channel


class PreferencesForm(forms.Form):
    """One choice a kind; what is mandatory is shown, not offered."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(Preference.objects.filter(user=user).values_list("kind", "channel"))
        for kind in kinds_for(user):
            current = kind.default if kind.mandatory else chosen.get(kind.key, kind.default)
            self.fields[kind.key] = forms.ChoiceField(
                label=kind.label, choices=Channel, initial=current, disabled=kind.mandatory
            )

    def changed(self) -> dict[str, str]:
        """Return the kinds whose channel the person changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if not self.fields[name].disabled}
