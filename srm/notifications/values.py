"""Values inside a notice: stored plain, worded for the reader (his language, his time zone) when shown."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime


def as_time(at: datetime) -> dict:
    """A moment: shown in the reader's time zone."""
    return {"type": "time", "value": at.isoformat()}


def as_date(on: date) -> dict:
    """A day: shown in the reader's language."""
    return {"type": "date", "value": on.isoformat()}


def as_money(amount: Decimal, currency: str) -> dict:
    """An amount with its currency: grouped as the reader's language does."""
    return {"type": "money", "value": format(amount, "f"), "currency": currency}


def worded(value: Any) -> str:
    """Return a stored value as text in the language and time zone now active."""
    if not isinstance(value, dict):
        return str(value)
    return _WORDS.get(value.get("type", ""), _unknown)(value)


def _time(value: dict) -> str:
    at = parse_datetime(value["value"])
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else value["value"]


def _date(value: dict) -> str:
    on = parse_date(value["value"])
    return formats.date_format(on, "DATE_FORMAT") if on else value["value"]


def _money(value: dict) -> str:
    amount = formats.number_format(Decimal(value["value"]), use_l10n=True, force_grouping=True)
    return f"{amount}\N{NO-BREAK SPACE}{value['currency']}"


def _unknown(value: dict) -> str:
    return str(value.get("value", "–"))


_WORDS = {"time": _time, "date": _date, "money": _money}
