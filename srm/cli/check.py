"""``srm check ID``: one assurance check of `bench/checks/`, as one JSON line."""

import argparse

from srm.cli import _gauges

HELP = "Run an assurance check; one JSON line, exit code 0 when it holds."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", nargs="?", help="left out: they are listed")
    parser.add_argument(
        "--break", dest="broken", metavar="GUARD", help="switch this guard off: then the check must fail"
    )


def run(args: argparse.Namespace) -> int:
    """0 when it holds, 1 when not."""
    if not args.id:
        print("\n".join(_gauges.names("bench.checks")))
        return 0
    return _gauges.report(_gauges.load("bench.checks", args.id).run(args.broken))
