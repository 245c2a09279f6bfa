"""Time as the house knows it: the database's clock decides, the organisation's zone names days and years."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from srm.reading import asked_once


def database_now() -> datetime:
    """Return the database's wall clock in UTC. Read it after the lock: a deadline is decided by this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def organisation_zone() -> ZoneInfo:
    """Return the zone in which the organisation counts its days and numbers its documents."""
    return ZoneInfo(settings.ORGANISATION_TIME_ZONE)


@asked_once
def organisation_today() -> date:
    """Return today's date in the organisation's zone, by the database's clock."""
    return database_now().astimezone(organisation_zone()).date()


def next_quarter(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter after the one that holds the day."""
    start = date(day.year + 1, 1, 1) if day.month > 9 else date(day.year, ((day.month - 1) // 3 + 1) * 3 + 1, 1)
    after = date(start.year + 1, 1, 1) if start.month == 10 else date(start.year, start.month + 3, 1)
    return start, after - timedelta(days=1)


def shown_today() -> date:
    """Return today for what is shown and decides nothing: the web server's clock, so that no page pays a query."""
    return timezone.now().astimezone(organisation_zone()).date()
