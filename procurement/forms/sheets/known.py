"""Reference data as people write it in a cell: by code, symbol or name."""

from collections.abc import Callable, Mapping
from typing import Any

from srm.accounts.models import Department
from srm.imports.words import key, row_of, words_of
from srm.reference.models import Category, CostCentre, Item, Place, Unit


def units() -> dict[str, Unit]:
    """Return units by code, symbol, name and symbol in each language."""
    found: dict[str, Unit] = {}
    for unit in Unit.objects.all():
        for word in (unit.name, *unit.symbols.values(), unit.symbol, unit.code):
            found[key(word)] = unit
    return found


def references() -> dict[str, Any]:
    """Return all that the needs' sheets name."""
    return {
        "units": units(),
        "items": words_of(Item.objects.filter(is_active=True).select_related("category", "unit")),
        "categories": words_of(Category.objects.filter(is_active=True)),
        "centres": words_of(CostCentre.objects.filter(is_active=True).select_related("legal_entity")),
        "places": words_of(Place.objects.filter(is_active=True)),
        "departments": words_of(Department.objects.filter(is_active=True)),
    }


def reader(kind: str, message: Any) -> Callable[[Any, Mapping[str, Any]], Any]:
    """Return a cell's parser that looks the word up among what is known."""

    def parse(text: Any, known: Mapping[str, Any]) -> Any:
        return row_of(known[kind], text, message)

    return parse
