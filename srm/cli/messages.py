"""``srm messages``: the texts of the pages, gathered for translation without any gettext program."""

import argparse
from pathlib import Path

HELP = "Gather the texts for translation into every app's locale folder (--compile: make .mo files)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("apps", nargs="*", metavar="APP", help="only these apps (suppliers, procurement, … or srm)")
    parser.add_argument("--compile", action="store_true", help="make the .mo files instead")
    parser.add_argument("--missing", action="store_true", help="print what is not translated yet instead")


def run(args: argparse.Namespace) -> int:
    """0; with --missing 1 when something is not translated."""
    from srm.messages import APPS, compile_all, gather, untranslated

    apps = args.apps or APPS
    if args.compile:
        print(f"{compile_all()} compiled")
        return 0
    if args.missing:
        gaps = [(po, entry) for app in apps for po, entry in untranslated(app)]
        for po, entry in gaps:
            print(f"{Path(po)}: {entry}")
        return 1 if gaps else 0
    for app in apps:
        print(f"{app}: {gather(app)} texts")
    return 0
