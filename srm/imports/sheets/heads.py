"""The first row: which column is which field."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils import translation

from srm.imports.columns import Column

LANGUAGES = ("en", "ru", "uk")


def normal(head: Any) -> str:
    """Return a head without case, accents' composition, punctuation and double spaces, so that like heads are equal."""
    text = unicodedata.normalize("NFKC", str(head or "")).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def signature(heads: Sequence[Any]) -> str:
    """Return what is equal for sheets with the same heads in the same order."""
    return hashlib.sha256(json.dumps([normal(h) for h in heads]).encode()).hexdigest()


def guess_mapping(heads: Sequence[Any], columns: Sequence[Column]) -> dict[str, int]:
    """Return field name → column index: by a preferred head, the name, a label in any language or an alias."""
    places: dict[str, int] = {}
    for index, head in enumerate(heads):
        places.setdefault(normal(head), index)
    mapping: dict[str, int] = {}
    for column in columns:
        found = next((places[n] for n in _names(column) if n in places), None)
        if found is not None and found not in mapping.values():
            mapping[column.name] = found
    return mapping


def column_index(text: str, heads: Sequence[Any]) -> int | None:
    """Return the column that a head or a spreadsheet letter (`C`) names; None when there is none."""
    places = [normal(h) for h in heads]
    if normal(text) in places:
        return places.index(normal(text))
    return next((i for i in range(len(heads)) if letter(i) == text.strip().upper()), None)


def letter(index: int) -> str:
    """Return the spreadsheet's letter of a column: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _names(column: Column) -> list[str]:
    labels = []
    for language in LANGUAGES:
        with translation.override(language):
            labels.append(str(column.label))
    return [normal(n) for n in (*column.preferred, column.name, *labels, *column.aliases)]
