"""Where in the input a fault stands, and how a value is shown in its message."""

import json
import re
from typing import Any

from srm.calc.reader import Number

# A path is built on the way down for every value but written only for the few at fault,
# so it is a chain of (parent, step) pairs instead of text.
Path = tuple[Any, str | int] | None

FAULT_LIMIT = 1000
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
_SHOWN = 60


class TooManyFaultsError(Exception):
    """Enough faults were found; the rest of the input is not looked at."""


class Faults:
    """The faults found so far, each with its JSON path."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def add(self, path: Path, message: str) -> None:
        self.found.append((path_text(path), message))
        if len(self.found) == FAULT_LIMIT:
            self.found.append(("$", f"more than {FAULT_LIMIT} faults, the rest are not shown"))
            raise TooManyFaultsError


def path_text(path: Path) -> str:
    """A path as people write it: bids[3].unit_price, or $ for the whole input."""
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(_step_text(step))
    return "".join(reversed(steps)).removeprefix(".") or "$"


def _step_text(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if len(step) <= 200 and _PLAIN.fullmatch(step) else f"[{shown(step)}]"


def shown(value: object) -> str:
    """A value inside a message: short, on one line, text in quotes."""
    if isinstance(value, Number):
        text = str(value[:_SHOWN])
    elif isinstance(value, str):
        text = json.dumps(value[:_SHOWN])
    elif isinstance(value, dict):
        return "an object"
    elif isinstance(value, list):
        return "a list"
    else:
        text = json.dumps(value) if value is None or isinstance(value, bool) else str(value)[:_SHOWN]
    return text + ("…" if isinstance(value, str) and len(value) > _SHOWN else "")
