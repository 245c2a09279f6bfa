"""What must be true of the database before the product runs: migrated, the queue in place, the example loaded."""

import argparse
import os
import sys
import time
from collections.abc import Callable

Say = Callable[[str], None]


def main() -> int:
    """Run as `python -m srm.supervisor.prepare`, apart from the supervisor, which stays small."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", choices=["example", "scms"])
    parser.add_argument("--size", default="s")
    parser.add_argument("--no-migrate", action="store_true")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
    import django

    django.setup()
    if not args.no_migrate:
        migrate(say)
    if left := public_logins():
        say(f"Not started: {left} has the demo's public password. Production runs on a database of its own.")
        return 1
    if args.demo:
        from srm import broker
        from srm.demo.load import load

        load(args.demo, args.size, say)
        broker.forget_hints()  # of thousands of events whose deliveries the example has carried out itself
    return 0


def migrate(say: Say) -> None:
    """Bring the schema up to date and install the queue; quick when there is nothing to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from srm import broker

    began = time.monotonic()
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # of this session only: whole or not at all, still
        say(f"Applying {steps} migrations …")
        call_command("migrate", verbosity=0, interactive=False)
        say(f"Migrated in {time.monotonic() - began:.1f} s")
    if broker.uses_pgmq():
        broker.install()


def public_logins() -> str:
    """Return one of the demo's people who would be let in to production by a password that everybody knows."""
    from django.conf import settings
    from django.contrib.auth.hashers import check_password
    from django.db import ProgrammingError

    from srm.accounts.models import User
    from srm.demo.logins import LOGINS

    if not settings.PRODUCTION:
        return ""
    known = {login.email: login.password for login in LOGINS}
    people = User.objects.filter(email__in=known, is_active=True).values_list("email", "password")
    try:
        return next((email for email, password in people if check_password(known[email], password)), "")
    except ProgrammingError:  # no tables yet: nobody is let in, and /readyz tells what is missing
        return ""


def say(line: str) -> None:
    """Tell the person at the terminal how far it is."""
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
