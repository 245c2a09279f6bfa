from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.documents.states import Audience
from srm.ui.widgets import QuickSelect


class CommentForm(forms.Form):
    """What is said, and to whom."""

    body = forms.CharField(
        label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("@name.surname tells a colleague."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("For"), choices=Audience, initial=Audience.INTERNAL, required=False)

    def __init__(self, *args: Any, shared: bool, portal: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shared:
            del self.fields["audience"]
        if portal:
            self.fields["body"].help_text = ""


class TodoForm(forms.Form):
    """What is to do, who does it, by when."""

    text = forms.CharField(label=_("To do"), max_length=300)
    assignee = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), to_field_name="public_id", empty_label=_("Choose…"),
        widget=QuickSelect,
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, kind=Kind.STAFF).order_by("name")
        self.fields["assignee"].queryset = people
