"""A throw-away product whose company is large, for the measurements of needs."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def large_company() -> Iterator[Any]:
    """Have a database of its own with 40 departments and 300 categories; yields what requests are made of."""
    from srm.cli._running import product

    with tempfile.TemporaryDirectory(prefix="srm-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # as root the database runs as somebody else, who must get there
        for key in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"):
            os.environ.pop(key, None)
        os.environ |= {"SRM_DATA_DIR": str(Path(name) / "data"), "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost"}
        with product():
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            yield _ground()


def _ground() -> Any:
    from srm.demo import catalogue, organisation, scale

    def silent(_line: str) -> None:
        """Loading tells nobody here."""

    organisation.load("example", "l", silent)
    catalogue.load("example", "l", silent)
    return scale.ground_of(scale.ground())
