"""Values inside a notice: stored plain, worded for the reader (his language, his time zone) when shown."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext

from srm.ui import formats


def as_time(at: datetime) -> dict:
    """A moment: shown in the reader's time zone."""
    return {"type": "time", "value": at.isoformat()}


def as_date(on: date) -> dict:
    """A day: shown in the reader's language."""
    return {"type": "date", "value": on.isoformat()}


def as_money(amount: Decimal, currency: str) -> dict:
    """An amount with its currency: grouped as the reader's language does."""
    return {"type": "money", "value": format(amount, "f"), "currency": currency}


def as_status(obj: Any) -> dict:
    """The status an object has now: its label in the reader's language."""
    return {"type": "status", "model": obj._meta.label_lower, "value": str(obj.status)}


def as_text(text: str) -> dict:
    """A text of the catalogues, marked with gettext_noop: translated for the reader."""
    return {"type": "text", "value": text}


def worded(value: Any) -> str:
    """Return a stored value as text in the language and time zone now active."""
    if not isinstance(value, dict):
        return str(value)
    return _WORDS.get(value.get("type", ""), _unknown)(value)


def _time(value: dict) -> str:
    return formats.moment(parse_datetime(value["value"]))


def _date(value: dict) -> str:
    return formats.day(parse_date(value["value"]))


def _money(value: dict) -> str:
    return f"{formats.amount(Decimal(value['value']), value['currency'])}\N{NO-BREAK SPACE}{value['currency']}"


def _status(value: dict) -> str:
    labels = dict(apps.get_model(value["model"])._meta.get_field("status").flatchoices)
    return str(labels.get(value["value"], value["value"]))


def _text(value: dict) -> str:
    marked = value["value"]
    return gettext(marked)


def _unknown(value: dict) -> str:
    return str(value.get("value", "–"))


_WORDS = {"time": _time, "date": _date, "money": _money, "status": _status, "text": _text}
