from django.db import connection

from srm.clock import organisation_today


def next_number(prefix: str) -> str:
    """Return the next number for people, `RQ-2026-000123`, in the organisation's year; one row, one UPDATE."""
    year = organisation_today().year
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO reference_numberseries (prefix, year, last) VALUES (%s, %s, 1)
            ON CONFLICT (prefix, year) DO UPDATE SET last = reference_numberseries.last + 1
            RETURNING last
            """,
            [prefix, year],
        )
        return f"{prefix}-{year}-{cursor.fetchone()[0]:06}"
