"""How long 500 requests take to be approved together, as one person does it: the last step of each, with its budget.

Measured is the service with its commits, on a private PostgreSQL that goes away; the requests wait for it.
"""

import os
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

REQUESTS, LINES, LIMIT_S, CENTRES = 500, 2, 5.0, 10
AMOUNT = Decimal(1200)


def run() -> dict[str, Any]:
    """The seconds of one call; it holds only if every one of them is approved."""
    for name in ("DATABASE_URL", "DATABASE_URL_FILE"):
        os.environ.pop(name, None)  # never on somebody's data
    with tempfile.TemporaryDirectory(prefix="srm-bench-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)  # as root the database runs as somebody else, who must get there
        os.environ["SRM_DATA_DIR"] = directory
        seconds, approved = _measure()
    return {
        "name": "approvals",
        "figure": round(seconds, 2),
        "unit": "s",
        "limit": LIMIT_S,
        "ratio": round(seconds / LIMIT_S, 2),
        "reach": f"{approved} of {REQUESTS} requests of {LINES} lines, {CENTRES} budgets",
        "holds": approved == REQUESTS and seconds < LIMIT_S,
        "runs": {"each, ms": round(1000 * seconds / REQUESTS, 1)},
    }


def _measure() -> tuple[float, int]:
    from srm.cli._running import product

    with product():
        from django.core.management import call_command

        from procurement.services import approve_requisitions

        call_command("migrate", verbosity=0)
        head, requests = _ground()
        began = time.perf_counter()
        outcomes = approve_requisitions(requisitions=requests, by=head)
        seconds = time.perf_counter() - began
    return seconds, sum(o.refusal is None and o.requisition.status == "approved" for o in outcomes)


def _ground() -> tuple[Any, list[Any]]:
    """A company: a head, ten cost centres with budgets, the requests that wait for the head."""
    from procurement.models import ApprovalStep, Requisition, RequisitionLine
    from srm.accounts.models import Department, LegalEntity, User
    from srm.clock import database_now, organisation_today
    from srm.reference.models import Category, Item, Place, Unit

    entity = LegalEntity.objects.create(code="BENCH", name="Bench", currency="EUR")
    head = User.objects.create_user("bench.head@localhost", name="Bench Head")
    department = Department.add_root(code="BENCH", name="Bench", legal_entity=entity, head=head)
    asker = User.objects.create_user("bench.asker@localhost", name="Bench Asker", department=department)
    place = Place.objects.create(code="BENCH", name="Bench", legal_entity=entity)
    unit = Unit.objects.first() or Unit.objects.create(code="C62", name="piece", symbol="pcs")
    category = Category.add_root(code="BENCH", name="Bench")
    item = Item.objects.create(code="BENCH", name="Bench", category=category, unit=unit)
    centres = [_centre(n, entity, department) for n in range(CENTRES)]
    needed_on = organisation_today() + timedelta(days=20)
    rows = Requisition.objects.bulk_create(
        Requisition(
            number=f"BENCH-{n:04}", title=f"Bench {n}", requester=asker, department=department, place=place,
            cost_centre=centres[n % CENTRES], needed_on=needed_on, currency="EUR", status="submitted",
            total=LINES * AMOUNT, base_total=LINES * AMOUNT, base_rate=1, submitted_at=database_now(),
        )
        for n in range(REQUESTS)
    )  # fmt: skip
    RequisitionLine.objects.bulk_create(
        RequisitionLine(
            requisition=row, position=position, item=item, description=item.name, category=category, unit=unit,
            quantity=3, unit_price=AMOUNT / 3, amount=AMOUNT, needed_on=needed_on,
        )
        for row in rows
        for position in range(1, LINES + 1)
    )  # fmt: skip
    ApprovalStep.objects.bulk_create(
        ApprovalStep(requisition=row, order=1, rule_name="Head", approver=head, asked_at=database_now()) for row in rows
    )
    return head, rows


def _centre(number: int, entity: Any, department: Any) -> Any:
    from procurement.models import Budget
    from srm.clock import organisation_today
    from srm.reference.models import CostCentre

    centre = CostCentre.objects.create(
        code=f"BENCH{number}", name="Bench", legal_entity=entity, department=department
    )  # fmt: skip
    year = organisation_today().year
    Budget.objects.create(
        cost_centre=centre, legal_entity=entity, currency="EUR", amount=Decimal(10_000_000),
        period_from=date(year, 1, 1), period_to=date(year + 1, 12, 31),
    )  # fmt: skip
    return centre


if __name__ == "__main__":
    print(run())
