"""Days by the month: when a review is due again."""

from calendar import monthrange
from datetime import date


def months_from(day: date, months: int) -> date:
    """Return the day so many months later, the last of the month where that month is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
