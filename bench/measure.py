"""`srm bench measure`: re-measuring all categories over a million history lines, against the bare SQL aggregate.

Measured are the facts, scores, positions with their draws, and the records of them; that suppliers are segmented anew
is left out: it reads other facts and has its own cost.
"""

import time
from statistics import median
from typing import Any
from unittest import mock

LINES, SUPPLIERS, LIMIT, RUNS = 1_000_000, 120, 2.0, 3
FILL = """
    INSERT INTO suppliers_supplyfact (supplier_id, category_id, item_id, description, ordered_on, promised_on,
        received_on, quantity, rejected, unit_price, amount, country, source, source_key)
    SELECT (%(suppliers)s::bigint[])[1 + (i.category_id * 11 + n / 311 %% 9) %% %(many)s], i.category_id, i.id, '',
           d.day - 20 - (n * 13) %% 40, d.day - (n * 5) %% 9 + 3, d.day, 1 + n %% 50, 0,
           10 + (n * 31) %% 17, (1 + n %% 50) * (10 + (n * 31) %% 17), '', 'bench', n::text
    FROM generate_series(1, %(lines)s) AS n
    JOIN (SELECT id, category_id, row_number() OVER (ORDER BY id) - 1 AS place FROM reference_item) AS i
      ON i.place = n %% %(items)s
    CROSS JOIN LATERAL (SELECT CURRENT_DATE - 1 - (n * 17) %% 729 AS day) AS d
"""


def run() -> dict[str, Any]:
    """The ratio of the medians of three: measuring and placing every category, and the aggregate alone."""
    from bench._large import large_company

    with large_company():
        fill()
        position_everything()  # the first measuring places all; those after it are what is asked for
        bare, measured = [], []
        for _time in range(RUNS):
            bare.append(aggregate())
            measured.append(position_everything())
        categories = placed()
    figure = median(measured) / median(bare)
    return {
        "name": "measure", "figure": round(figure, 2), "unit": "× the aggregate in SQL", "limit": LIMIT,
        "ratio": round(figure / LIMIT, 2),
        "reach": f"{LINES:,} lines, {categories} categories placed with 1,000 draws each, supplier segments apart; "
        "the aggregate is by category, item and supplier, its rows fetched",
        "holds": figure <= LIMIT,
        "runs": {"aggregate s": [round(s, 2) for s in bare], "measuring s": [round(s, 2) for s in measured]},
    }  # fmt: skip


def fill() -> None:
    """Write the lines with SQL: every item bought from many suppliers, over two years."""
    from django.db import connection

    from srm.reference.models import Item
    from suppliers.models import Supplier

    made = Supplier.objects.bulk_create(
        Supplier(number=f"BM-{n}", name=f"Supplier {n}", country=("DE", "PL", "UA")[n % 3]) for n in range(SUPPLIERS)
    )
    values = {"suppliers": [s.pk for s in made], "many": len(made), "lines": LINES, "items": Item.objects.count()}
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("VACUUM ANALYZE suppliers_supplyfact")


def aggregate() -> float:
    """Return the seconds of the bare aggregate over the same rows."""
    from django.db import connection

    from procurement.queries.measure import SUMS
    from suppliers.queries.share import window

    days = window()
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(SUMS, days)
        rows = cursor.fetchall()
    if sum(row[3] for row in rows) != LINES:
        raise RuntimeError("the aggregate has not seen every line")
    return time.perf_counter() - began


def position_everything() -> float:
    """Return the seconds of one whole measuring, as a worker does it, but for the suppliers' segments."""
    from procurement.services import position, position_all
    from srm.authz import SYSTEM

    began = time.perf_counter()
    with mock.patch.object(position, "resegment"):
        position_all(by=SYSTEM)
    return time.perf_counter() - began


def placed() -> int:
    """Return how many categories have a quadrant."""
    from procurement.models import Position

    return Position.objects.current().exclude(quadrant="").count()
