"""Checks of single values: decimal text, integers, strings, times, booleans."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from srm.calc.paths import Faults, Path, shown
from srm.calc.reader import Number

Check = Callable[[Any, Path, Faults], Any]
Schema = dict[str, Any]

_DECIMAL = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?)0*(\d+))?", re.ASCII)
_TIME = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_LENGTH_LIMIT = 100
_EXPONENT_LIMIT = 30
_INTEGER_DIGITS = 18


def decimal_check(schema: Schema) -> Check:
    """Decimal text or a JSON number, kept as text; ``x-decimal`` says which signs are allowed."""
    sign = schema["x-decimal"]

    def check(value: Any, path: Path, faults: Faults) -> Any:
        text = _number_text(value)
        fault = "not a number" if text is None else _decimal_fault(text, sign)
        if fault:
            faults.add(path, f"{fault}: {shown(value)}")
        return text if text is None else str(text)

    return check


def _number_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return None


def _decimal_fault(text: str, sign: str) -> str | None:
    if len(text) > _LENGTH_LIMIT:
        return "longer than a number may be"
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return "not a number"
    minus, whole, places, _, exponent = match.groups(default="")
    if len(exponent) > 2 or int(exponent or 0) > _EXPONENT_LIMIT:
        return "exponent beyond ±30"
    if len(whole) > _EXPONENT_LIMIT + 1 or len(places) > _EXPONENT_LIMIT:
        return "more digits than a number may have"
    if minus and sign != "any":
        return "negative"
    return "not above zero" if sign == "positive" and not (whole + places).strip("0") else None


def integer_check(schema: Schema) -> Check:
    low, high = schema.get("minimum"), schema.get("maximum")

    def check(value: Any, path: Path, faults: Faults) -> Any:
        number = _whole(value)
        if number is None:
            faults.add(path, f"not a whole number: {shown(value)}")
        elif low is not None and number < low:
            faults.add(path, f"less than {low}: {shown(value)}")
        elif high is not None and number > high:
            faults.add(path, f"more than {high}: {shown(value)}")
        return number

    return check


def _whole(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, Number) or _decimal_fault(value, "any"):
        return None
    number = Decimal(value)
    fits = number == number.to_integral_value() and number.adjusted() < _INTEGER_DIGITS
    return int(number) if fits else None


def string_check(schema: Schema) -> Check:
    """Text, with the limits and the pattern of the schema."""
    if schema.get("format") == "date-time":
        return time_check
    pattern = re.compile(schema["pattern"]) if "pattern" in schema else None
    expected = schema.get("description", f"of the form {schema.get('pattern')}")
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", 1000)

    def check(value: Any, path: Path, faults: Faults) -> Any:
        if not is_text(value):
            faults.add(path, f"expected text, not {shown(value)}")
        elif not shortest <= len(value) <= longest:
            faults.add(path, "empty" if not value else f"longer than {longest} characters: {shown(value)}")
        elif pattern and not pattern.search(value):
            faults.add(path, f"not {expected}: {shown(value)}")
        return value

    return check


def is_text(value: Any) -> bool:
    """Text that can be written again as UTF-8: JSON may smuggle in half a surrogate pair."""
    if not isinstance(value, str) or isinstance(value, Number):
        return False
    return value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value)


def time_check(value: Any, path: Path, faults: Faults) -> Any:
    """An RFC 3339 time with its zone, no finer than a microsecond."""
    match = _TIME.fullmatch(value) if is_text(value) else None
    if match is None or not _exists(value):
        faults.add(path, f"not a time: {shown(value)}")
    elif not match[1]:
        faults.add(path, f"no time zone: {shown(value)}")
    return value


def _exists(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def boolean_check(_: Schema) -> Check:
    def check(value: Any, path: Path, faults: Faults) -> Any:
        if not isinstance(value, bool):
            faults.add(path, f"expected true or false, not {shown(value)}")
        return value

    return check


def choice_check(choices: list[Any]) -> Check:
    expected = " or ".join(shown(choice) for choice in choices)

    def check(value: Any, path: Path, faults: Faults) -> Any:
        if isinstance(value, Number) or not any(value is c or value == c for c in choices):
            faults.add(path, f"expected {expected}, not {shown(value)}")
        return value

    return check
