from django import forms
from django.utils.translation import gettext_lazy as _

from srm.documents.inspection import known_extensions
from srm.documents.states import Audience


class AttachmentForm(forms.Form):
    """A file and who it is for. What is wrong with the file is told by the service."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    audience = forms.ChoiceField(label=_("For"), choices=Audience, initial=Audience.INTERNAL, required=False)

    def __init__(self, *args: object, shared: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        accepted = ",".join(f".{e}" for e in known_extensions().split(", "))
        self.fields["file"].widget.attrs |= {"accept": accepted}
        if not shared:
            del self.fields["audience"]

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Audience.INTERNAL
