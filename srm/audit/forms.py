from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from srm.audit.texts import worded_events


class LogForm(forms.Form):
    """What part of the log is looked at. Everything is optional; nothing else from the address is used."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.CharField(label=_("Person"), required=False, max_length=100)
    event = forms.ChoiceField(label=_("Event"), required=False)
    subject = forms.CharField(
        label=_("Object"), required=False, max_length=80, help_text=_("Kind and id: tenders.lot:12")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [("", _("All")), *((name, name) for name in worded_events())]

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Return the rows that fit."""
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("since"):
            rows = rows.filter(at__gte=_start(given["since"]))
        if given.get("until"):
            rows = rows.filter(at__lt=_start(given["until"], days=1))
        if given.get("event"):
            rows = rows.filter(name=given["event"])
        rows = rows.filter(_by(given.get("person", "")))
        return rows.filter(_about(given.get("subject", "")))


def _start(day: Any, days: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time())) + timedelta(days=days)


def _by(text: str) -> Q:
    return Q(by__email__icontains=text) | Q(by__name__icontains=text) if text else Q()


def _about(text: str) -> Q:
    kind, _colon, pk = text.strip().lower().partition(":")
    if not kind:
        return Q()
    return Q(subject_type=kind, subject_id=int(pk)) if pk.isdigit() and len(pk) < 19 else Q(subject_type=kind)
