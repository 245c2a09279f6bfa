"""A small, fast check of data against the part of JSON Schema 2020-12 that our schemas use.

The general validators take longer to import than a calculation takes to run, and their messages are not
written for the person whose bid is refused. A schema is compiled once into nested functions; a keyword
outside the subset is refused then, so that no condition is silently ignored. Two annotations say what JSON
Schema cannot: ``x-decimal`` (amounts as text or number) and ``x-unique`` (fields no two items may share).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from srm.calc.paths import Faults, Path, TooManyFaultsError, shown
from srm.calc.reader import Repeated
from srm.calc.scalars import (
    Check,
    Schema,
    boolean_check,
    choice_check,
    decimal_check,
    integer_check,
    is_text,
    string_check,
)
from srm.money.exact import CalcError

_IGNORED = {
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "title",
    "description",
    "examples",
    "default",
    "propertyNames",
}
_SCALAR = {"type", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "format"}
_OBJECT = {"type", "properties", "required", "additionalProperties", "oneOf"}
_ARRAY = {"type", "items", "minItems", "maxItems", "x-unique"}
_KNOWN = _IGNORED | _SCALAR | _OBJECT | _ARRAY | {"$ref", "enum", "const", "x-decimal"}


def compile_schema(document: Schema) -> Check:
    """The check that a schema document describes; raises ValueError on a keyword outside the subset."""
    return _Compiler(document.get("$defs", {})).compile(document)


def check_data(check: Check, data: Any, *, under: Path = None) -> Any:
    """Checked data with numbers as decimal text or int; raises CalcError with every fault."""
    faults = Faults()
    try:
        checked = check(data, under, faults)
    except TooManyFaultsError:
        checked = None
    if faults.found:
        raise CalcError(faults.found)
    return checked


class _Compiler:
    def __init__(self, definitions: dict[str, Schema]) -> None:
        self.definitions = definitions

    def compile(self, schema: Schema) -> Check:
        if unknown := schema.keys() - _KNOWN:
            raise ValueError(f"keywords outside the subset: {sorted(unknown)}")
        if "$ref" in schema:
            return self.compile(self.definitions[schema["$ref"].removeprefix("#/$defs/")])
        kind = schema.get("type")
        if isinstance(kind, list) and "null" in kind:
            return _or_null(self.compile({**schema, "type": _without_null(kind)}))
        return self._compile_kind(schema, kind)

    def _compile_kind(self, schema: Schema, kind: Any) -> Check:
        if "x-decimal" in schema:
            return decimal_check(schema)
        if "enum" in schema or "const" in schema:
            return choice_check(schema.get("enum", [schema.get("const")]))
        if kind in {"string", "integer", "boolean"}:
            return {"string": string_check, "integer": integer_check, "boolean": boolean_check}[kind](schema)
        if kind == "array":
            return _array_check(schema, self.compile(schema["items"]))
        if "oneOf" in schema and "properties" not in schema:
            return self._tagged_check(schema["oneOf"])
        if kind != "object":
            raise ValueError(f"a schema of type {kind} is outside the subset")
        return self._object_check(schema)

    def _object_check(self, schema: Schema) -> Check:
        fields = {name: self.compile(field) for name, field in schema.get("properties", {}).items()}
        others = schema["additionalProperties"]
        other_check = _accept if others is True else self.compile(others) if others else None
        required = schema.get("required", [])
        choices = [branch["required"] for branch in schema.get("oneOf", [])]

        def check(value: Any, path: Path, faults: Faults) -> Any:
            if not isinstance(value, dict):
                faults.add(path, f"expected an object, not {shown(value)}")
                return value
            for name, message in _shape_faults(value, required, choices):
                faults.add((path, name) if name else path, message)
            checked = {}
            for name, item in value.items():
                field = fields.get(name, other_check)
                if field is None or not is_text(name):
                    faults.add((path, name), "unknown field")
                else:
                    checked[name] = field(item, (path, name), faults)
            return checked

        return check

    def _tagged_check(self, branches: list[Schema]) -> Check:
        """One of several objects, told apart by the one field that names its kind."""
        tag = next(name for name, field in branches[0]["properties"].items() if {"const", "enum"} & field.keys())
        checks = {}
        for branch in branches:
            field = branch["properties"][tag]
            compiled = self._object_check({"additionalProperties": False, **branch})
            checks.update(dict.fromkeys(field.get("enum", [field.get("const")]), compiled))
        allowed = choice_check(list(checks))

        def check(value: Any, path: Path, faults: Faults) -> Any:
            if not isinstance(value, dict):
                faults.add(path, f"expected an object, not {shown(value)}")
                return value
            if tag not in value:
                faults.add((path, tag), "missing")
                return value
            kind = value[tag]
            chosen = checks.get(kind) if isinstance(kind, str) else None
            if chosen is None:
                return allowed(kind, (path, tag), faults)
            return chosen(value, path, faults)

        return check


def _shape_faults(
    value: dict[str, Any], required: list[str], choices: list[list[str]]
) -> Iterator[tuple[str | None, str]]:
    if isinstance(value, Repeated):
        yield from ((name, "given twice") for name in value.names)
    yield from ((name, "missing") for name in required if name not in value)
    if choices and sum(all(name in value for name in names) for names in choices) != 1:
        yield None, "needs exactly one of " + ", ".join(" and ".join(names) for names in choices)


def _accept(value: Any, path: Path, faults: Faults) -> Any:
    """Anything may stand here, but no name twice: readers would differ on which of the two counts."""
    if isinstance(value, Repeated):
        for name in value.names:
            faults.add((path, name), "given twice")
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for step, item in inner:
        _accept(item, (path, step), faults)
    return value


def _without_null(kinds: list[str]) -> str | list[str]:
    others = [kind for kind in kinds if kind != "null"]
    return others[0] if len(others) == 1 else others


def _or_null(inner: Check) -> Check:
    return lambda value, path, faults: None if value is None else inner(value, path, faults)


def _array_check(schema: Schema, item_check: Check) -> Check:
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    unique = schema.get("x-unique")
    names = [unique] if isinstance(unique, str) else unique

    def check(value: Any, path: Path, faults: Faults) -> Any:
        if not isinstance(value, list):
            faults.add(path, f"expected a list, not {shown(value)}")
            return value
        if len(value) < least:
            faults.add(path, f"needs at least {least} of them, not {len(value)}")
        if most is not None and len(value) > most:
            faults.add(path, f"more than {most} of them")
            return value
        checked = [item_check(item, (path, index), faults) for index, item in enumerate(value)]
        if names:
            _add_duplicates(checked, names, path, faults)
        return checked

    return check


def _add_duplicates(items: list[Any], names: list[str], path: Path, faults: Faults) -> None:
    seen = set()
    for index, item in enumerate(items):
        key = tuple(item.get(name) for name in names) if isinstance(item, dict) else ()
        if not key or not all(isinstance(part, str) for part in key):
            continue
        if key in seen:
            faults.add((((path, index)), names[-1]), f"duplicate: {' '.join(shown(part) for part in key)}")
        seen.add(key)
