"""What an amendment changed, as people read it."""

from decimal import Decimal

from django import template
from django.utils.dateparse import parse_date

from srm.ui import formats

register = template.Library()


@register.filter
def amended(value: str, name: str) -> str:
    """{{ change.new|amended:name }}: a day or a sum of an amendment, kept as text, in the reader's language."""
    if name == "ends_on" and (day := parse_date(value)):
        return formats.day(day)
    return formats.number(Decimal(value), 2) if name == "ceiling" else value
