"""What the commands share that need settings or a database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def data_dir() -> Path:
    """Return the data directory that the settings will use, without loading them."""
    from srm.environment import Environment

    return Path(Environment().str("SRM_DATA_DIR", default=str(ROOT / "var"))).resolve()


def is_embedded() -> bool:
    """Tell whether the private database is used: no DATABASE_URL is given."""
    return not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


@contextmanager
def product() -> Iterator[None]:
    """Have Django set up and a database that answers, for the length of one command."""
    from srm.embedded import cluster

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
    if is_embedded():
        with cluster.running(data_dir()):
            yield from _set_up()
    else:
        yield from _set_up()


def _set_up() -> Iterator[None]:
    import django
    from django.db import connections

    django.setup()
    try:
        yield
    finally:
        connections.close_all()
