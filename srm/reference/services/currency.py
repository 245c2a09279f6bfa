"""Conversion at the rate of a day; the rate used is returned, so that it can be stored beside the amount."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from srm.errors import Refused
from srm.reading import asked_once
from srm.reference.models import Currency, ExchangeRate


@asked_once
def rate_on(currency: str, on: date) -> Decimal:
    """Return what one `currency` was worth in the organisation's currency on the day (the last rate known then).

    Raises Refused when no rate is known on or before the day.
    """
    if currency == settings.ORGANISATION_CURRENCY:
        return Decimal(1)
    rows = ExchangeRate.objects.filter(currency_id=currency, on__lte=on).order_by("-on")
    rate = rows.values_list("rate", flat=True).first()
    if rate is None:
        message = _("No exchange rate for %(currency)s on %(day)s.") % {"currency": currency, "day": on}
        raise Refused(message, code="no_rate")
    return rate


def to_base(amount: Decimal, currency: str, on: date) -> tuple[Decimal, Decimal]:
    """Return the amount in the organisation's currency, rounded half up, and the rate used."""
    rate = rate_on(currency, on)
    return _rounded(amount * rate, settings.ORGANISATION_CURRENCY), rate


def convert(amount: Decimal, source: str, target: str, on: date) -> tuple[Decimal, Decimal]:
    """Return the amount in `target`, rounded half up to its minor unit, and the cross rate used."""
    if source == target:
        return amount, Decimal(1)
    rate = rate_on(source, on) / rate_on(target, on)
    return _rounded(amount * rate, target), rate


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-_decimals(currency)), ROUND_HALF_UP)


@asked_once
def _decimals(currency: str) -> int:
    decimals = Currency.objects.filter(pk=currency).values_list("decimals", flat=True).first()
    return 2 if decimals is None else decimals
