"""``srm calc NAME [FILE|-]``: one of the published calculations, JSON in, JSON out."""

import argparse
import re
import sys
from pathlib import Path
from typing import TextIO

from srm.calc.reader import BYTE_LIMIT
from srm.calc.registry import CALCULATIONS
from srm.calc.run import calculate, result_text
from srm.money.exact import CalcError

HELP = "Compute a published calculation: JSON in, JSON out."

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", choices=CALCULATIONS, help=", ".join(CALCULATIONS))
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="input, - or nothing for standard input")


def run(args: argparse.Namespace) -> int:
    """0 with the result on stdout, or 2 with one line for each fault of the input on stderr."""
    try:
        result = calculate(args.name, read_input(args.file))
    except CalcError as error:
        write_faults(error.faults)
        return 2
    sys.stdout.buffer.write(result_text(result).encode() + b"\n")
    return 0


def read_input(file: str) -> bytes:
    """The bytes of a file or of standard input, no more than one past the limit."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(BYTE_LIMIT + 1)
        with Path(file).open("rb") as stream:
            return stream.read(BYTE_LIMIT + 1)
    except OSError as error:
        raise CalcError([(file, error.strerror or "cannot be read")]) from None


def write_faults(faults: list[tuple[str, str]], stream: TextIO | None = None) -> None:
    """One line for each fault on stderr (or another stream), whatever signs its text holds."""
    lines = [_BREAKS.sub(" ", f"{path}: {message}") + "\n" for path, message in faults]
    (stream or sys.stderr).buffer.write("".join(lines).encode("utf-8", "backslashreplace"))
