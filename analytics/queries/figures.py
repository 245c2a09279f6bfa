"""Large amounts as a tile shows them: two or three digits and a scale."""

from decimal import Decimal

from django.utils.translation import gettext as _

from srm.ui.formats import number

MILLION, THOUSAND = Decimal(1_000_000), Decimal(1_000)


def short_amount(value: Decimal, currency: str) -> str:
    """Return “1.9 M EUR”, “640 k EUR” or the amount itself when it is small."""
    return f"{scaled(value)}\u00a0{currency}"


def scaled(value: Decimal) -> str:
    """Return the same without the currency."""
    size = abs(value)
    if size >= MILLION:
        return _("%(amount)s M") % {"amount": number(value / MILLION, 1 if size < 100 * MILLION else 0)}
    if size >= 10 * THOUSAND:
        return _("%(amount)s k") % {"amount": number(value / THOUSAND, 0)}
    return number(value, 0)
