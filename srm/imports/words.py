"""What people call a row in a cell: its code or number, or a name that only one row has."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from srm.imports.columns import CellError

NAMESAKES = _("Several have this name: write the code or number.")


def key(text: Any) -> str:
    """Return how a word is compared: no case, no spaces around."""
    return str(text).strip().casefold()


class Words(dict[str, Any]):
    """Rows by the words that mean one of them; `namesakes` are the names that several have, which mean none."""

    def __init__(self, rows: Mapping[str, Any], namesakes: Iterable[str] = ()) -> None:
        super().__init__(rows)
        self.namesakes = frozenset(namesakes)


def words_of(rows: Iterable[Any], code: str = "code") -> Words:
    """Return rows by name and code; where they collide the code wins, and a name that several have means none."""
    rows = list(rows)
    count = Counter(key(row.name) for row in rows)
    codes = {key(getattr(row, code)): row for row in rows}
    names = {key(row.name): row for row in rows if count[key(row.name)] == 1}
    return Words(names | codes, {name for name, times in count.items() if times > 1} - codes.keys())


def row_of(words: Mapping[str, Any], text: Any, unknown: Any) -> Any:
    """Return the row that a cell means. Raises CellError for a word that several have, or nobody (`unknown`)."""
    found = words.get(key(text))
    if found is None:
        raise CellError(NAMESAKES if key(text) in getattr(words, "namesakes", ()) else unknown)
    return found
