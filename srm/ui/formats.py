"""Figures and times as people read them: grouped digits, a true minus sign, relative time."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from srm.money.exact import minor_unit

MINUS = "\u2212"
NOTHING = "–"
MINUTE, HOUR, DAY = 60, 3600, 86400


def number(value: Any, places: int | None = None) -> str:
    """Return a number in the reader's language: “−1,234.50”; None is a dash."""
    if value is None or value == "":
        return NOTHING
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = formats.number_format(abs(exact), decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if exact < 0 else text


def amount(value: Any, currency: str = "", places: int | None = None) -> str:
    """Return an amount with the currency's decimals, without its name."""
    return number(value, minor_unit(currency) if places is None else places)


def quantity(value: Any) -> str:
    """Return a quantity without trailing zeros, up to three decimals."""
    if value is None or value == "":
        return NOTHING
    exact = Decimal(str(value)).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP).normalize()
    return number(exact, max(0, -int(exact.as_tuple().exponent)))


def unit_price(value: Any) -> str:
    """Return a unit price with two decimals, more only where it has more."""
    if value is None or value == "":
        return NOTHING
    places = -int(Decimal(str(value)).normalize().as_tuple().exponent)
    return number(value, max(2, places))


def percent(value: Any, places: int = 1) -> str:
    """Return a share (0.125) as “12.5 %”."""
    return NOTHING if value is None or value == "" else f"{number(Decimal(str(value)) * 100, places)}\u00a0%"


def day(value: date | datetime | None) -> str:
    """Return a date as the reader writes it: “21 Nov 2026”."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, _day_format())


def moment(value: datetime | None) -> str:
    """Return date and time in the reader's zone, with the zone's name."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{formats.date_format(local, _day_format())}, {local:%H:%M} {local.tzname()}"


def relative(value: datetime | date, now: datetime | None = None) -> str:
    """Return how far away a moment is, in its largest unit: “2 days ago”, “in 3 hours”."""
    now = now or timezone.now()
    if not isinstance(value, datetime):
        return _relative_days((value - timezone.localtime(now).date()).days)
    seconds = (value - now).total_seconds()
    if abs(seconds) < MINUTE:
        return _("just now") if seconds <= 0 else _("in a moment")
    past, size = seconds < 0, int(abs(seconds))
    if size < HOUR:
        return _minutes(size // MINUTE, past=past)
    return _hours(size // HOUR, past=past) if size < DAY else _days(size // DAY, past=past)


def _relative_days(days: int) -> str:
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return near.get(days) or _days(abs(days), past=days < 0)


def _minutes(n: int, *, past: bool) -> str:
    text = ngettext("%(n)d minute ago", "%(n)d minutes ago", n) if past else ngettext(
        "in %(n)d minute", "in %(n)d minutes", n
    )  # fmt: skip
    return text % {"n": n}


def _hours(n: int, *, past: bool) -> str:
    text = ngettext("%(n)d hour ago", "%(n)d hours ago", n) if past else ngettext(
        "in %(n)d hour", "in %(n)d hours", n
    )  # fmt: skip
    return text % {"n": n}


def _days(n: int, *, past: bool) -> str:
    text = ngettext("%(n)d day ago", "%(n)d days ago", n) if past else ngettext(
        "in %(n)d day", "in %(n)d days", n
    )  # fmt: skip
    return text % {"n": n}


def span(delta: timedelta) -> str:
    """Return a stretch of time as a countdown shows it: “2 d 01 h”, “02:14:36”."""
    seconds = max(0, int(delta.total_seconds()))
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    if days:
        return _("%(days)d d %(hours)02d h") % {"days": days, "hours": hours}
    return f"{hours:02d}:{rest // MINUTE:02d}:{rest % MINUTE:02d}"


def _day_format() -> str:
    # Translators: how a short date is written, in Django's date letters.
    return _("j M Y")
