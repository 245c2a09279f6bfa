"""`srm bench measure`: re-measuring all categories over a million history lines, against the bare SQL aggregate.

Measured is all that a worker does: the facts, scores, positions with their draws, the suppliers' segments and views of
us, what is kept of them for the running cycle, and the records of it all.

`python -m bench.measure 100000` tries it with fewer lines.
"""

import json
import sys
import time
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

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


def run(lines: int = LINES) -> dict[str, Any]:
    """The ratio of the medians of three: measuring and placing every category, and the aggregate alone."""
    from bench._large import large_company
    from srm.celery import set_code_apart

    with large_company():
        fill(lines)
        set_code_apart()
        position_everything()  # the first measuring places all; those after it are what is asked for
        bare, measured = [], []
        for _time in range(RUNS):
            bare.append(aggregate(lines))
            measured.append(position_everything())
        categories, segments = placed()
    figure = median(measured) / median(bare)
    return {
        "name": "measure", "figure": round(figure, 2), "unit": "× the aggregate in SQL", "limit": LIMIT,
        "ratio": round(figure / LIMIT, 2),
        "reach": f"{lines:,} lines, {categories} categories placed with 1,000 draws each, {segments:,} segments of "
        "suppliers; the aggregate is by category, item and supplier, its rows fetched",
        "holds": figure <= LIMIT,
        "runs": {"aggregate s": [round(s, 2) for s in bare], "measuring s": [round(s, 2) for s in measured]},
    }  # fmt: skip


def fill(lines: int) -> None:
    """Write the lines with SQL: every item bought from many suppliers, over two years; all have scorecards."""
    from django.db import connection

    from srm.reference.models import Item
    from suppliers.models import Supplier

    _start_cycle()

    made = Supplier.objects.bulk_create(
        Supplier(number=f"BM-{n}", name=f"Supplier {n}", country=("DE", "PL", "UA")[n % 3]) for n in range(SUPPLIERS)
    )
    values = {"suppliers": [s.pk for s in made], "many": len(made), "lines": lines, "items": Item.objects.count()}
    _rate(made)
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("VACUUM ANALYZE suppliers_supplyfact")


def _start_cycle() -> None:
    from procurement.models import Cycle
    from procurement.states import CycleStatus
    from srm.clock import organisation_today

    today = organisation_today()
    Cycle.objects.create(code="BENCH", starts_on=today, ends_on=today + timedelta(days=90), status=CycleStatus.RUNNING)


def _rate(suppliers: list[Any]) -> None:
    from srm.clock import organisation_today
    from suppliers.models import Scorecard, SelfDeclaration

    today = organisation_today()
    Scorecard.objects.bulk_create(
        Scorecard(supplier=s, period_from=today, period_to=today, total=40 + n % 60, coverage=1)
        for n, s in enumerate(suppliers)
    )
    SelfDeclaration.objects.bulk_create(
        SelfDeclaration(
            supplier=s, year=today.year - 1, revenue=Decimal(9_000_000), currency="EUR",
            answers={"profit": 1 + n % 5, "growth": 3, "payment": 4},
        )
        for n, s in enumerate(suppliers[::3])
    )  # fmt: skip


def aggregate(lines: int) -> float:
    """Return the seconds of the bare aggregate over the same rows."""
    from django.db import connection

    from procurement.queries.measure import SUMS
    from suppliers.queries.share import window

    days = window()
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(SUMS, days)
        rows = cursor.fetchall()
    if sum(row[3] for row in rows) != lines:
        raise RuntimeError("the aggregate has not seen every line")
    return time.perf_counter() - began


def position_everything() -> float:
    """Return the seconds of one whole measuring, as a worker does it."""
    from procurement.services import position_all
    from srm.authz import SYSTEM

    began = time.perf_counter()
    position_all(by=SYSTEM)
    return time.perf_counter() - began


def placed() -> tuple[int, int]:
    """Return how many categories have a quadrant, and how many segments are kept for the cycle."""
    from procurement.models import Position
    from suppliers.models import SegmentRecord

    return Position.objects.current().exclude(quadrant="").count(), SegmentRecord.objects.count()


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1])), ensure_ascii=False))
