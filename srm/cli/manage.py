"""``srm manage …``: Django's own commands, on the private database too."""

import argparse
import os

from srm.cli._running import product
from srm.embedded.binaries import bin_directory

HELP = "Run one of Django's own commands (srm manage shell, srm manage dbshell, …)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what manage.py would get")


def run(args: argparse.Namespace) -> int:
    """0 when the command did not say otherwise."""
    from django.core.management import execute_from_command_line

    os.environ["PATH"] += os.pathsep + str(bin_directory())  # psql for dbshell
    with product():
        execute_from_command_line(["srm manage", *args.arguments])
    return 0
