from srm.reference.services.calendar import add_workdays, is_workday
from srm.reference.services.currency import convert, rate_on, to_base
from srm.reference.services.number import next_number, next_numbers
from srm.reference.services.unit import convert_quantity

__all__ = [
    "add_workdays",
    "convert",
    "convert_quantity",
    "is_workday",
    "next_number",
    "next_numbers",
    "rate_on",
    "to_base",
]
