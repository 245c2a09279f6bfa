"""What the lines of a request may name: units, categories, items; each read once for all lines."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from procurement.models import Requisition
from srm.reference.models import Category, Item, Unit


class Known:
    """Units, categories and the items named in a request, each read once for all lines."""

    def __init__(self, data: Mapping[str, Any] | None, requisition: Requisition | None) -> None:
        self.units = {u.code: u for u in Unit.objects.all()}
        self.categories = leaf_labels()
        self.unit_choices = [("", ""), *((code, str(u)) for code, u in self.units.items())]
        self._words = _meanings(self.categories)
        named = {value for key, value in (data or {}).items() if key.endswith("-item") and value}
        rows = Item.objects.select_related("category", "unit")
        found = rows.filter(public_id__in=named, is_active=True) if data else rows.none()
        self.items = {item.public_id: item for item in found}

    def category_of(self, text: str) -> Category | None:
        """Return the category that people call so: by its label, its name in any language, its code or its id."""
        return self._words.get(text.casefold())

    def label_of(self, category: Category) -> str:
        """Return what a category is called in the list, or its name where it is not in use any more."""
        return next((label for label, c in self.categories.items() if c.pk == category.pk), str(category))


def leaf_labels() -> dict[str, Category]:
    """Return the categories to choose from by their labels: the name, with the code where a name is taken twice."""
    rows = list(Category.objects.filter(is_active=True, numchild=0))
    count = Counter(str(c) for c in rows)
    return {str(c) if count[str(c)] == 1 else f"{c} ({c.code})": c for c in rows}


def _meanings(categories: Mapping[str, Category]) -> dict[str, Category]:
    """Return the words that mean one category; a name that two have in some language means neither."""
    labels = {label.casefold(): c for label, c in categories.items()}
    means: dict[str, set[Category]] = {}
    for label, category in categories.items():
        for word in _words(label, category):
            means.setdefault(word.casefold(), set()).add(category)
    return {word: found.pop() for word, found in means.items() if len(found) == 1} | labels


def _words(label: str, category: Category) -> tuple[str, ...]:
    return (label, category.code, category.public_id, *([] if label != str(category) else category.names.values()))
