"""A pytest plugin: counts what a check exercised, and switches one guard off when the check is to prove it needs it."""

import json
import os
from pathlib import Path
from typing import Any

COUNTS: dict[str, int] = {"passed": 0, "failed": 0, "skipped": 0}


def door() -> None:
    """Everyone may enter the buyers' side of the API."""
    from srm.api.permissions import IsStaff

    IsStaff.has_permission = lambda *_: True  # type: ignore[method-assign]


def joins() -> None:
    """Querysets fetch related rows one by one."""
    from django.db.models import QuerySet

    QuerySet.select_related = QuerySet.prefetch_related = lambda self, *_: self.all()  # type: ignore[method-assign]


def key() -> None:
    """An Idempotency-Key is taken for new each time."""
    from srm.idempotency import services

    services._claim = lambda *_: True  # type: ignore[assignment]


def csrf() -> None:
    """A request of another site is not told from our own."""
    from django.middleware.csrf import CsrfViewMiddleware

    CsrfViewMiddleware.process_view = lambda *_: None  # type: ignore[method-assign]


def factor() -> None:
    """Everybody counts as having shown a second factor."""
    from srm.accounts import elevation

    elevation.is_elevated = lambda _request: True


def formulas() -> None:
    """Text leaves the house as it is, whatever a spreadsheet makes of it."""
    from srm.imports import export

    export.neutral = lambda text: text
    export._write = lambda sheet, row, column, value, style: sheet.write(row, column, f"={value}")


def clock() -> None:
    """Deadlines are decided by a web server's clock that is five seconds slow."""
    from datetime import timedelta

    from django.utils import timezone

    import tenders.services.bid as bids

    bids.database_now = lambda: timezone.now() - timedelta(seconds=5)  # type: ignore[assignment]


def lock() -> None:
    """The deadline is compared with the time at which the request's transaction began, not read after the lock."""
    from datetime import datetime

    from django.db import connection

    import tenders.services.bid as bids

    def began() -> datetime:
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            moment: datetime = cursor.fetchone()[0]
            return moment

    bids.database_now = began  # type: ignore[assignment]
    _read_before_the_auctions_lock()


def turn() -> None:
    """Two decide at once: no row is locked, a status changes whatever it was, and each looks before either writes."""
    import time

    from srm.lifecycle.tables import Lifecycle

    unlocked()

    def perform_all(self: Any, objs: Any, verb: str, **fields: Any) -> None:
        values = {self.status_field: self.move(verb).target, **fields}
        time.sleep(0.05)
        for obj in objs:
            type(obj)._default_manager.filter(pk=obj.pk).update(**values)
            for name, value in values.items():
                setattr(obj, name, value)

    Lifecycle.perform_all = perform_all  # type: ignore[method-assign]


def purse() -> None:
    """A budget is read without taking it, and written a moment later."""
    import time

    from procurement.services import purse

    unlocked()
    check = purse.refuse_overspending

    def check_slowly(found: Any, wanted: Any, left: Any) -> None:
        check(found, wanted, left)
        time.sleep(0.05)

    purse.refuse_overspending = check_slowly


def unlocked() -> None:
    """Rows are read without being locked."""
    from django.db.models import QuerySet

    QuerySet.select_for_update = lambda self, *_, **__: self.all()  # type: ignore[method-assign]


def _read_before_the_auctions_lock() -> None:
    from django.db.models import QuerySet

    from srm.clock import database_now
    from tenders.models.auction import AuctionQuerySet
    from tenders.services.auction import ledger

    read: list[Any] = []

    def early(self: Any, **options: Any) -> Any:
        read[:] = [database_now()]
        return QuerySet.select_for_update(self, **options)

    AuctionQuerySet.select_for_update = early  # type: ignore[method-assign]
    ledger.database_now = lambda: read[0]


def queue() -> None:
    """Bids in an auction do not wait for each other."""
    from tenders.models.auction import AuctionQuerySet

    AuctionQuerySet.select_for_update = lambda self, **_: self.all()  # type: ignore[method-assign]


GUARDS = {
    guard.__name__: guard for guard in (door, joins, key, csrf, factor, formulas, clock, lock, turn, purse, queue)
}


def pytest_collection_finish(session: Any) -> None:
    """Switch the guard off once Django is up."""
    if broken := os.environ.get("SRM_BREAK"):
        GUARDS[broken]()


def pytest_runtest_logreport(report: Any) -> None:
    """Count each test once."""
    if report.when == "call" or report.outcome != "passed":
        COUNTS[report.outcome] += 1


def pytest_sessionfinish(session: Any) -> None:
    """Leave the counts where the check looks for them."""
    Path(os.environ["SRM_COUNTS"]).write_text(json.dumps(COUNTS))
