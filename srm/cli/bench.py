"""``srm bench NAME``: one benchmark of `bench/`, as one JSON line."""

import argparse

from srm.cli import _gauges

HELP = "Run a benchmark; one JSON line, exit code 0 when its limit holds."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="left out: they are listed")


def run(args: argparse.Namespace) -> int:
    """0 when it holds, 1 when not."""
    if not args.name:
        print("\n".join(_gauges.names("bench")))
        return 0
    return _gauges.report(_gauges.load("bench", args.name).run())
