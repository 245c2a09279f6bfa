"""``srm serve``: database, web, worker and beat under one supervisor, until Ctrl-C."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from srm.cli._running import data_dir, is_embedded
from srm.embedded.cluster import ClusterError
from srm.supervisor.commands import PARTS, Plan
from srm.supervisor.lock import AlreadyRunning
from srm.supervisor.run import StartError, Supervisor

HELP = "Start the product: database, web, worker and beat, until Ctrl-C."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, help="port to listen on (8000)")
    parser.add_argument("--only", default=",".join(PARTS), metavar="PARTS", help="some of web,worker,beat")
    parser.add_argument("--web-processes", type=int, default=1, help="web processes; more than one needs REDIS_URL")
    parser.add_argument("--task-processes", type=int, default=2, help="worker processes (2)")
    parser.add_argument("--no-migrate", action="store_true", help="leave the database's schema alone")
    parser.add_argument("--verbose", action="store_true", help="show all output here instead of in log files")


def run(args: argparse.Namespace) -> int:
    """0 after a clean stop; 1 when something could not start, with the reason on stderr."""
    directory = data_dir()
    return supervise(
        plan_from(args, directory),
        prepare=preparation(args),
        ready=lambda plan: print(f"\nSRM is at {plan.address}   (Ctrl-C stops it)", flush=True),
    )


def preparation(args: argparse.Namespace) -> Sequence[str] | None:
    """Return what to prepare with; production looks for the demo's people even where the schema is left alone."""
    if not args.no_migrate:
        return ()
    return ("--no-migrate",) if is_production() else None


def port(text: str) -> int:
    """Return a number that something can listen on; argparse refuses the others."""
    if not 1 <= (number := int(text)) <= 65535:
        raise ValueError(text)
    return number


def plan_from(args: argparse.Namespace, directory: Path) -> Plan:
    """Return the plan that the arguments describe."""
    parts = tuple(part for part in PARTS if part in args.only.split(","))
    unknown = set(args.only.split(",")) - set(PARTS)
    if unknown or not parts:
        sys.exit(f"srm serve: --only takes some of {', '.join(PARTS)}")
    to_terminal = args.verbose or is_production()
    return Plan(
        data_dir=directory, host=args.host, port=args.port, parts=parts, web_processes=args.web_processes,
        task_processes=args.task_processes, logs=None if to_terminal else directory / "log",
    )  # fmt: skip


def supervise(plan: Plan, *, prepare: Sequence[str] | None, ready: Callable[[Plan], None]) -> int:
    """Run the supervisor; `prepare` are the preparation's arguments, None to leave it out."""
    os.environ["SRM_DATA_DIR"] = str(plan.data_dir)
    os.environ.pop("SRM_DATA_DIR_FILE", None)  # it was read; in our processes it would win over the line above
    if refusal := unsafe(plan):
        print(f"srm: {refusal}", file=sys.stderr)
        return 1
    began = time.monotonic()
    print("Starting SRM …", flush=True)

    def say(line: str) -> None:
        print(f"  {line}", flush=True)

    def tell() -> None:
        say(f"Up after {time.monotonic() - began:.1f} s")
        ready(plan)

    try:
        Supervisor(plan, embedded=is_embedded(), prepare=prepare, say=say).run(tell)
    except (AlreadyRunning, StartError, ClusterError, OSError) as error:
        print(f"srm: {error}", file=sys.stderr)
        return 1
    print("Stopped.")
    return 0


def unsafe(plan: Plan) -> str:
    """Return why this must not be started: wrong settings, or the demo's key beyond this machine."""
    if refusal := wrong_settings():
        return refusal
    has_key = bool(os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"))
    if plan.host not in {"127.0.0.1", "localhost", "::1"} and not has_key:
        return "listening beyond this machine needs SECRET_KEY (and ALLOWED_HOSTS); the demo's key is public."
    if plan.web_processes > 1 and is_embedded():
        return "several web processes need DATABASE_URL; the private database is for one."
    return ""


def wrong_settings() -> str:
    """Return what the settings find wrong in the environment, before a database or a process is started for it."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        import_module("srm.settings")
    except ImproperlyConfigured as error:
        return str(error)
    return ""


def is_production() -> bool:
    """Tell whether the settings will be strict."""
    from srm.environment import Environment

    return Environment().bool("SRM_PRODUCTION", default=False)
