"""Example data of the component gallery (/styleguide/)."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from srm.ui.actions import Action
from srm.ui.registry import CycleDay, Loop, LoopCount, LoopStage
from srm.ui.tags.parts import Step
from srm.ui.tags.pictures import TrackStep


class ExampleForm(forms.Form):
    reason = forms.CharField(label="Why is it needed?", widget=forms.Textarea, required=False)
    needed_on = forms.DateField(
        label="Needed on", widget=forms.DateInput(attrs={"type": "date"}), help_text="23 days from today"
    )
    cost_centre = forms.ChoiceField(
        label="Cost centre", choices=[("", "Choose a cost centre"), ("4120", "4120 Press shop")]
    )
    urgent = forms.BooleanField(label="Urgent, with later review", required=False)
    route = forms.ChoiceField(
        label="Route", choices=[("stock", "From stock"), ("tender", "Tender")], widget=forms.RadioSelect
    )


class ExampleLine(forms.Form):
    item = forms.CharField(label="Item")
    quantity = forms.DecimalField(label="Qty", widget=forms.NumberInput(attrs={"inputmode": "decimal"}))
    unit = forms.ChoiceField(label="Unit", choices=[("pcs", "pcs"), ("set", "set"), ("kg", "kg")])
    needed_on = forms.DateField(label="Needed on", widget=forms.DateInput(attrs={"type": "date"}))


ExampleLines = forms.formset_factory(ExampleLine, extra=0, can_delete=True, max_num=200)


@dataclass(frozen=True)
class Entry:
    at: datetime
    text: str
    by: str = ""
    detail: str = ""
    icon: str = ""
    tone: str = ""


def gallery() -> dict[str, Any]:
    """Return one example of everything."""
    return {**_marks(), **_forms(), **_pictures()}


def _marks() -> dict[str, Any]:
    now = timezone.now()
    people = [SimpleNamespace(name=n) for n in ("Marta Petrova", "Ivan Bondar", "Sofia Lee", "Oleh Tkach", "Hanna Lis")]
    return {
        "title": _("Component gallery"),
        "people": people,
        "tones": [("Draft", "neutral"), ("Waiting", "waiting"), ("In force", "good"), ("Refused", "late")],
        "quadrants": ["leverage", "strategic", "routine", "bottleneck"],
        "steps": [Step("Drafted", "done", "2 Oct"), Step("Approved", "done"), Step("In force", "now"), Step("Review")],
        "actions": [
            Action("Return", "#", icon="arrow-back-up", reason=True, confirm="It goes back to the requester."),
            Action("Send for approval", "#", icon="send", primary=True),
            Action("Print", "#", method="get", icon="printer"),
            Action("Withdraw", "#", icon="trash", danger=True, confirm="This cannot be undone."),
        ],
        "amount": Decimal("-16141.6"), "moment": now - timedelta(days=2), "soon": now + timedelta(hours=2, minutes=14),
        "entries": [
            Entry(now - timedelta(hours=3), "Approved", "Ivan Bondar", icon="check", tone="good"),
            Entry(now - timedelta(days=1), "Sent for approval", "Oleh Tkach"),
            Entry(now - timedelta(days=2), "Created", "Oleh Tkach", detail="Planned overhaul of press line 3"),
        ],
        "files": [{"name": "Drawing 4120-17.pdf", "url": "#", "size": 184320, "by": "Oleh Tkach", "at": now}],
    }  # fmt: skip


def _forms() -> dict[str, Any]:
    lines = [
        {"item": "Spherical roller bearing 22216 EK", "quantity": 24, "unit": "pcs", "needed_on": date(2026, 12, 14)},
        {"item": "Hydraulic seal kit", "quantity": "", "unit": "set", "needed_on": date(2026, 12, 14)},
    ]
    posted = {"lines-TOTAL_FORMS": 2, "lines-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        posted |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return {
        "form": ExampleForm({"reason": "Planned overhaul", "needed_on": "2026-12-14"}),
        "clean_form": ExampleForm(prefix="clean"),
        "lines": ExampleLines(posted, prefix="lines"),
    }


def _pictures() -> dict[str, Any]:
    done, skipped = TrackStep("done", "19 Nov"), TrackStep("skipped")
    return {
        "loop": _loop(),
        "cycle_day": CycleDay("Cycle 2026 H2", 144, 184, "#"),
        "tracks": [
            [TrackStep("now", "Draft", "pencil"), *[TrackStep()] * 6],
            [done, done, TrackStep("now", "To 27 Nov", "packages"), *[TrackStep()] * 4],
            [done, done, skipped, skipped, skipped, TrackStep("now", "9 Nov", "truck-delivery"), TrackStep()],
        ],
        "charts": json.loads((Path(__file__).parent / "gallery_charts.json").read_text()),
    }  # fmt: skip


def _loop() -> Loop:
    counts = (
        LoopCount(12, "requisitions waiting", "#", "waiting"),
        LoopCount(4, "bundles to confirm", "#"),
        LoopCount(0, "open needs"),
    )
    stuck = "5 requisitions wait 6 days for a budget check."
    stages = [LoopStage(n, counts, "late", "Stuck:", stuck, "7.2 days") for n in ("needs", "segments", "tactics")]
    last = LoopStage("learn", counts, "waiting", "Slow:", "2 invoices wait for receipts.")
    return Loop((*stages, last), (("5 findings", "#"), ("3 categories to re-measure", "#")))
