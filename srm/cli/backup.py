"""``srm backup FILE``: database and files in one archive."""

import argparse
import sys
from pathlib import Path

from srm.backup import BackupError
from srm.cli._running import product

HELP = "Write everything, database and files, into one archive."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the archive to write (.tar.gz)")


def run(args: argparse.Namespace) -> int:
    """0 when written, 1 with the reason when not."""
    with product():
        from srm.backup.make import make_backup

        try:
            manifest = make_backup(args.file)
        except (BackupError, OSError) as error:
            print(f"srm backup: {error}", file=sys.stderr)
            return 1
    rows = sum(manifest["rows"].values())
    print(f"{args.file}: {rows} rows of {len(manifest['rows'])} tables, {manifest['rows']['events_event']} events")
    return 0
