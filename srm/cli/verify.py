"""``srm verify PROTOCOL.json``: recompute a published decision, compare it, check its chain and its signed head."""

import argparse
import sys

from srm.calc.protocol import Verdict, verify_protocol
from srm.calc.signing import PUBLISHED_NAME, KeyFault, PublicKeys, read_public_keys
from srm.cli._running import data_dir
from srm.cli.calc import read_input, write_faults
from srm.money.exact import CalcError

HELP = "Recompute an exported protocol and check its chain and signature."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="PROTOCOL.json", help="the protocol, or - for stdin")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FILE|BASE64",
        help="the installation's published key (base64, PEM, or its JSON list); may be repeated. "
        "Without it, the keys that the installation on this machine published are used.",
    )


def run(args: argparse.Namespace) -> int:
    """0 only if all holds, 1 with a line for each difference, 2 when the file is no protocol."""
    try:
        verdict = verify_protocol(read_input(args.file), _read_keys(args.key))
    except CalcError as error:
        write_faults(error.faults)
        return 2
    _report(verdict)
    return 1 if verdict.differences else 0


def _report(verdict: Verdict) -> None:
    if verdict.differences:
        write_faults(verdict.differences, stream=sys.stdout)
        return
    print(f"{verdict.kind}: the result follows from the input")
    print(f"chain: {verdict.events} events, each bound to the one before")
    print(f"head: signed by key {verdict.key}")


def _read_keys(sources: list[str]) -> PublicKeys:
    keys: PublicKeys = {}
    for source in sources or _own_published_keys():
        try:
            keys.update(read_public_keys(source))
        except (KeyFault, ValueError, OSError) as error:
            raise CalcError([("--key", str(error))]) from None
    return keys


def _own_published_keys() -> list[str]:
    """The file where the installation on this machine publishes its keys, if there is one."""
    path = data_dir() / "keys" / PUBLISHED_NAME
    return [str(path)] if path.is_file() else []
