"""Whose portal this is. `suppliers` knows; it says so here, because this package may not import it."""

from collections.abc import Callable
from typing import Any

_FINDERS: list[Callable[[Any], Any]] = []


def register_supplier_of(find: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Register `find(user) -> supplier or None`, once, in `suppliers.apps`."""
    _FINDERS[:] = [find]
    return find


def supplier_of(user: Any) -> Any | None:
    """Return the supplier for whom this person acts, or None."""
    return _FINDERS[0](user) if _FINDERS else None
