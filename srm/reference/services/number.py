from django.db import connection

from srm.clock import organisation_today


def next_number(prefix: str) -> str:
    """Return the next number for people, `RQ-2026-000123`, in the organisation's year; one row, one UPDATE."""
    return next_numbers(prefix, 1)[0]


def next_numbers(prefix: str, count: int) -> list[str]:
    """Return so many numbers in a row, taken at once."""
    year = organisation_today().year
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO reference_numberseries (prefix, year, last) VALUES (%s, %s, %s)
            ON CONFLICT (prefix, year) DO UPDATE SET last = reference_numberseries.last + excluded.last
            RETURNING last
            """,
            [prefix, year, count],
        )
        last = cursor.fetchone()[0]
    return [f"{prefix}-{year}-{number:06}" for number in range(last - count + 1, last + 1)]
