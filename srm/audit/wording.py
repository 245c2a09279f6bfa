"""The values of an event as a reader likes them: names for addresses, his zone for times, his number signs."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from srm.events.models import Event
from srm.ui import formats

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
AMOUNT = re.compile(r"-?\d+\.\d+")
MONEY = {"amount", "total", "gross"}  # whole sums are grouped as well; a number elsewhere may be a year


class Words(dict):
    """The data of an event for `template % Words(row)`; what is missing reads as a dash, a code as its label."""

    def __init__(self, row: Event, labels: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        super().__init__(row.data)
        self.labels = labels or {}
        if row.by:
            self["by"] = row.by.name

    def __getitem__(self, key: str) -> str:
        value = self.get(key, "–")
        if key in MONEY and str(value).isdecimal():
            return formats.number(value)
        return readable(self.labels.get(key, {}).get(value, value) if isinstance(value, str) else value)


def readable(value: Any) -> str:
    """Return a plain value of an event's data as text in the reader's language and zone."""
    if isinstance(value, list):
        return ", ".join(readable(v) for v in value)
    text = str(value)
    if MOMENT.fullmatch(text):
        return formats.moment(datetime.fromisoformat(text))
    if DAY.fullmatch(text):
        return formats.day(date.fromisoformat(text))
    return number_format(Decimal(text), use_l10n=True, force_grouping=True) if AMOUNT.fullmatch(text) else text
