"""``srm migrate``: bring the database's schema up to date."""

import argparse

from srm.cli._running import product

HELP = "Bring the database's schema up to date and install the task queue."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_args: argparse.Namespace) -> int:
    """0 when done."""
    from srm.supervisor.prepare import migrate

    with product():
        migrate(lambda line: print(line, flush=True))
    return 0
