"""Which documents can be made of which object: each app registers its templates in `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class DocumentKind:
    """One document: its template under `templates/`, and what fills it. Called in the language of the document.

    `of` is the noun (`contracts.contract`) whose readers may ask for it, `terms` its language and audience there;
    without a noun only the house has it made.
    """

    key: str
    label: str | Promise
    template: str
    context: Callable[[Any], dict]
    file_name: Callable[[Any], str]
    of: str = ""
    terms: Callable[[Any], Mapping[str, str]] = lambda _subject: {}


_KINDS: dict[str, DocumentKind] = {}


def register_document(kind: DocumentKind) -> DocumentKind:
    """Make a kind of document known under its key (`contracts.contract`)."""
    _KINDS[kind.key] = kind
    return kind


def document_kind(key: str) -> DocumentKind:
    """Return a registered kind; KeyError when there is none."""
    return _KINDS[key]


def kind_to_ask_for(key: str, subject_type: str) -> DocumentKind | None:
    """Return the kind if readers of that noun may ask for it; None when there is no such thing of it."""
    kind = _KINDS.get(key)
    return kind if kind and kind.of == subject_type else None


def document_label(key: str) -> str:
    """Return what a kind is called; its key when the code has gone since."""
    return str(_KINDS[key].label) if key in _KINDS else key
