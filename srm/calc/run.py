"""From JSON to JSON: read, check, compute, write."""

import json
from typing import Any

from srm.calc.paths import Path, path_text
from srm.calc.reader import read_json
from srm.calc.registry import load_check, load_function
from srm.calc.schema import check_data
from srm.money.exact import CalcError


def calculate(name: str, raw: bytes) -> dict[str, Any]:
    """The result of a calculation on JSON text; raises CalcError when the input is at fault."""
    return calculate_data(name, read_json(raw))


def calculate_data(name: str, data: Any, *, under: Path = None) -> dict[str, Any]:
    """The result of a calculation on plain data; ``under`` is where the data stands in a larger document."""
    checked = check_data(load_check(name), data, under=under)
    try:
        return load_function(name)(checked)
    except CalcError as error:
        raise CalcError(_placed(error.faults, under)) from None


def _placed(faults: list[tuple[str, str]], under: Path) -> list[tuple[str, str]]:
    """Faults that a rule found in its input, with their paths in the document around it."""
    return faults if under is None else [(f"{path_text(under)}.{path}", message) for path, message in faults]


def result_text(result: dict[str, Any]) -> str:
    """A result as one line of JSON: the same result gives the same bytes."""
    return json.dumps(result, ensure_ascii=False, allow_nan=False)
