"""Reference data as people write it in a cell: by code, symbol or name."""

from collections.abc import Callable, Mapping
from typing import Any

from srm.accounts.models import Department
from srm.imports.columns import CellError
from srm.reference.models import Category, CostCentre, Item, Place, Unit


def key(text: Any) -> str:
    """Return how a word is compared: no case, no spaces around."""
    return str(text).strip().casefold()


def units() -> dict[str, Unit]:
    """Return units by code, symbol, name and symbol in each language."""
    found: dict[str, Unit] = {}
    for unit in Unit.objects.all():
        for word in (unit.name, *unit.symbols.values(), unit.symbol, unit.code):
            found[key(word)] = unit
    return found


def by_code_or_name(rows: Any) -> dict[str, Any]:
    """Return rows by name and code; where they collide the code wins."""
    listed = list(rows)
    return {key(r.name): r for r in listed} | {key(r.code): r for r in listed}


def references() -> dict[str, Any]:
    """Return all that the needs' sheets name."""
    return {
        "units": units(),
        "items": by_code_or_name(Item.objects.filter(is_active=True).select_related("category", "unit")),
        "categories": by_code_or_name(Category.objects.filter(is_active=True)),
        "centres": by_code_or_name(CostCentre.objects.filter(is_active=True).select_related("legal_entity")),
        "places": by_code_or_name(Place.objects.filter(is_active=True)),
        "departments": by_code_or_name(Department.objects.filter(is_active=True)),
    }


def reader(kind: str, message: Any) -> Callable[[Any, Mapping[str, Any]], Any]:
    """Return a cell's parser that looks the word up among what is known."""

    def parse(text: Any, known: Mapping[str, Any]) -> Any:
        found = known[kind].get(key(text))
        if found is None:
            raise CellError(message)
        return found

    return parse
