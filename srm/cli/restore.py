"""``srm restore FILE``: a backup brought back, and proved complete."""

import argparse
import sys
from pathlib import Path

from srm.backup import BackupError
from srm.cli._running import data_dir, is_embedded, product
from srm.supervisor.lock import AlreadyRunning, DirectoryLock

HELP = "Bring a backup back into an empty database and prove it complete."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="what `srm backup` wrote")
    parser.add_argument("--replace", action="store_true", help="remove what is in the database and the files first")


def run(args: argparse.Namespace) -> int:
    """0 when all is back and agrees with its manifest, 1 with the reason when not."""
    try:
        if is_embedded():
            DirectoryLock(data_dir()).take()  # nobody may be working on it
        with product():
            return _restore(args)
    except (BackupError, AlreadyRunning) as error:
        print(f"srm restore: {error}", file=sys.stderr)
        return 1


def _restore(args: argparse.Namespace) -> int:
    from srm.backup.restore import restore_backup
    from srm.supervisor.prepare import migrate

    manifest = restore_backup(args.file, replace=args.replace)
    print(f"{sum(manifest['rows'].values())} rows of {len(manifest['rows'])} tables are back; all event chains hold")
    migrate(lambda line: print(line, flush=True))
    return 0
