"""``srm import KIND FILE``: a spreadsheet in, checked before anything is stored."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from srm.cli._running import product

HELP = "Import a spreadsheet: requisitions, history and the like; without --yes only checks it."
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", nargs="?", help="left out: the kinds are listed")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="XLSX or CSV")
    parser.add_argument("--yes", action="store_true", help="import without asking")
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE", help='JSON: {"field": "head of the column, or its letter"}'
    )
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="in whose name; the house itself when left out")
    parser.add_argument("--scheme", metavar="SCHEME", help="of `classification`: CPV, OKPD2 or UNSPSC")
    parser.add_argument("--builtin", metavar="NAME", help="of `classification`: what is shipped, without a FILE: cpv")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="write the rejected rows there as XLSX")


def run(args: argparse.Namespace) -> int:
    """0 when imported (or only checked, and good), 2 with the path or the cell of what is wrong."""
    with product():
        if not args.kind or not (args.file or args.builtin):
            return _list_kinds()
        return _import(args)


def _import(args: argparse.Namespace) -> int:
    from srm.errors import Invalid, SRMError

    try:
        if args.builtin:
            return _load_built_in(args)
        args.kind = _kind(args)
        return _steps(args)
    except Invalid as error:
        lines = [f"{args.file if path == 'file' else path}: {m}" for path, found in error.errors.items() for m in found]
    except SRMError as error:
        lines = [error.message]
    except (OSError, json.JSONDecodeError) as error:
        lines = [str(error)]
    print(*(f"srm import: {line}" for line in lines), sep="\n", file=sys.stderr)
    return 2


def _kind(args: argparse.Namespace) -> str:
    """`classification --scheme CPV` is the kind `classification-cpv`."""
    from srm.errors import Invalid

    if args.kind != "classification":
        return str(args.kind)
    if not args.scheme:
        raise Invalid({"--scheme": "say which classification: CPV, OKPD2 or UNSPSC"})
    return f"classification-{args.scheme.lower()}"


def _load_built_in(args: argparse.Namespace) -> int:
    from procurement.services import load_built_in
    from srm.errors import Invalid

    if args.kind != "classification" or args.builtin != "cpv":
        raise Invalid({"--builtin": "only this is shipped: srm import classification --builtin cpv"})
    loaded = load_built_in(name=args.builtin)
    print(f"CPV 2008: {loaded.added} codes added, {loaded.changed} changed")
    return 0


def _steps(args: argparse.Namespace) -> int:
    from srm.imports import services
    from srm.imports.registry import import_kind

    by = _person(args.email, import_kind(args.kind))
    run = _upload(args, by)
    services.match_columns(run=run, mapping=_mapping(args, run), by=by)
    run = services.preview_import(run=run, by=by, now=True)
    _report(run, args)
    if not _may_go_on(run, args):
        services.cancel_import(run=run, by=by)
        return 2 if run.message or (run.rows_rejected and not import_kind(run.kind).rejects_allowed) else 0
    run = services.confirm_import(run=run, by=by, now=True)
    print(run.message or _result(run))
    return 0 if run.status == "applied" else 2


def _upload(args: argparse.Namespace, by: Any) -> Any:
    from django.core.files.uploadedfile import UploadedFile

    from srm.imports.services import upload_import

    with args.file.open("rb") as file:
        upload = UploadedFile(file, name=args.file.name, size=args.file.stat().st_size)
        return upload_import(kind=args.kind, upload=upload, by=by)


def _person(email: str | None, kind: Any) -> Any:
    from srm.accounts.models import User
    from srm.authz import SYSTEM
    from srm.errors import Invalid

    if email is None:
        if kind.needs_person:
            raise Invalid({"--as": "this import becomes somebody's own; say whose: --as EMAIL"})
        return SYSTEM
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise Invalid({"--as": f"nobody active has the address {email}"})
    return user


def _mapping(args: argparse.Namespace, run: Any) -> dict[str, int]:
    from srm.errors import Invalid
    from srm.imports.sheets.heads import column_index

    if not args.mapping:
        return run.mapping
    wanted = json.loads(args.mapping.read_text(encoding="utf-8"))
    if not isinstance(wanted, dict):
        raise Invalid({str(args.mapping): 'expected an object {"field": "head of the column"}'})
    found = {field: column_index(str(head), run.heads) for field, head in wanted.items()}
    missing = {f"{args.mapping}: {field}": f"no column “{wanted[field]}”" for field, i in found.items() if i is None}
    if missing:
        raise Invalid(missing)
    return {**run.mapping, **found}


def _report(run: Any, args: argparse.Namespace) -> None:
    if run.message:
        print(f"srm import: {args.file}: {run.message}", file=sys.stderr)
        return
    print(f"{args.file.name}: {run.rows_total} rows, {run.rows_good} good, {run.rows_rejected} rejected")
    for problem in run.problems[:SHOWN]:
        place = problem["cell"] or f"row {problem['row']}"
        print(f"srm import: {args.file}: {place}: {problem['message']}", file=sys.stderr)
    if len(run.problems) > SHOWN:
        print(f"srm import: {args.file}: … and more; --rejects FILE writes them all", file=sys.stderr)
    if args.rejects and run.rejects_file:
        with run.rejects_file.open("rb") as file:
            args.rejects.write_bytes(file.read())
        print(f"rejected rows: {args.rejects}")


def _may_go_on(run: Any, args: argparse.Namespace) -> bool:
    from srm.imports.registry import import_kind

    if run.message or not run.rows_good or (run.rows_rejected and not import_kind(run.kind).rejects_allowed):
        return False
    if args.yes:
        return True
    if not sys.stdin.isatty():
        print("Nothing stored; add --yes to import.")
        return False
    return input("Import? [y/N] ").strip().lower() in {"y", "yes"}


def _result(run: Any) -> str:
    counts = ", ".join(f"{name} {count}" for name, count in run.result.items())
    return f"Imported {run.rows_good} rows" + (f": {counts}" if counts else "")


def _list_kinds() -> int:
    from srm.imports.registry import import_kinds

    for kind in import_kinds():
        print(f"{kind.key:<16} {kind.label}")
        print("                 " + ", ".join(f"{c.name}{'*' if c.required else ''}" for c in kind.columns))
    return 2
