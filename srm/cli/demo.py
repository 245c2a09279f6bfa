"""``srm demo``: the product on an example company, ready to be clicked through."""

import argparse
import os
import sys

from srm.cli import serve
from srm.cli._running import data_dir, is_embedded
from srm.supervisor.commands import Plan

HELP = "Load an example company and start the product on it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serve.add_arguments(parser)
    parser.add_argument("--data", choices=["example", "scms"], default="example", help="generated, or real orders")
    parser.add_argument("--size", choices=["s", "m", "l"], default="s", help="how much of it (s)")


def run(args: argparse.Namespace) -> int:
    """0 after a clean stop, 1 when something could not start."""
    if serve.is_production():
        print("srm: the demo's logins are public, so it does not run with SRM_PRODUCTION.", file=sys.stderr)
        return 1
    directory = usual = data_dir()
    if args.data == "scms":  # its amounts are dollars, and so are the processes that we start
        os.environ.setdefault("ORGANISATION_CURRENCY", "USD")
    if args.data != "example" and is_embedded():
        directory /= args.data  # two companies do not share one database
    return serve.supervise(
        serve.plan_from(args, directory),
        prepare=("--demo", args.data, "--size", args.size),
        ready=lambda plan: welcome(plan, hint=directory != usual),
    )


def welcome(plan: Plan, *, hint: bool) -> None:
    """Print the address and one login for each audience."""
    from srm.demo.logins import LOGINS

    print(f"\n  SRM is at {plan.address}\n")
    width = max(len(login.audience) for login in LOGINS)
    for login in LOGINS:
        print(f"  {login.audience:<{width}}  {login.email:<34} {login.password}")
    print("\n  Some are asked for a second factor too: the page shows the code, and `srm code EMAIL` prints it.")
    print(f"  Letters to people lie in {plan.data_dir / 'outbox'}: invitations to register among them.")
    if hint:
        print(f"\n  Other commands on these data: SRM_DATA_DIR={plan.data_dir} srm …")
    print("\n  Ctrl-C stops it; the data stay.", flush=True)
