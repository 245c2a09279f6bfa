"""How far a long run is, told while its transaction is still open, and whether somebody has asked to stop it."""

import time
from types import TracebackType
from typing import Self

from django.db import connection

from srm.imports.models import ImportRun

EVERY = 1.0  # seconds


class Stopped(Exception):
    """Somebody asked to stop the run; what it did is undone."""


class Progress:
    """Writes the count over a connection of its own at most once a second, and hears a request to stop there.

    The run's row must not be locked by the transaction that works: it is moved at its very end.
    """

    def __init__(self, run: ImportRun) -> None:
        self._run = run
        self._last = time.monotonic()
        self._side = connection.copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._side.close()

    def __call__(self, done: int) -> None:
        """Report how many rows are done. Raises Stopped when somebody asked for it."""
        if time.monotonic() - self._last < EVERY:
            return
        self._last = time.monotonic()
        with self._side.cursor() as cursor:
            cursor.execute(
                "UPDATE imports_importrun SET rows_done = %s WHERE id = %s RETURNING cancel_asked_at IS NOT NULL",
                [done, self._run.pk],
            )
            row = cursor.fetchone()
        if row and row[0]:
            raise Stopped


def silent(_done: int) -> None:
    """Report nothing: a short run, over before anybody looks."""
