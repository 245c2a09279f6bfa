"""Status tables as data. One table gives the guarded move, the buttons, the API actions and the diagram."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from srm.errors import WrongState

TONES = ("neutral", "waiting", "good", "late")
REGISTRY: dict[str, "Lifecycle"] = {}


@dataclass(frozen=True)
class Move:
    """One arrow: `verb` takes an object from any of `sources` to `target`. `label` is the word on the button."""

    verb: str
    sources: tuple[str, ...]
    target: str
    label: str | Promise = ""


@dataclass(frozen=True)
class Lifecycle:
    """The moves of one noun (`procurement.requisition`), its statuses with their tones, its happy path in order."""

    noun: str
    statuses: type[models.TextChoices]
    moves: tuple[Move, ...]
    tones: Mapping[str, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    status_field: str = "status"

    def __post_init__(self) -> None:
        known = set(self.statuses.values)
        used = {s for m in self.moves for s in (*m.sources, m.target)} | set(self.path) | set(self.tones)
        if used - known:
            raise ValueError(f"{self.noun}: unknown statuses {sorted(used - known)}")
        REGISTRY[self.noun] = self

    def move(self, verb: str) -> Move:
        """Return the move of that verb; KeyError when the table has none."""
        for move in self.moves:
            if move.verb == verb:
                return move
        raise KeyError(f"{self.noun}: no move {verb!r}")

    def allows(self, obj: models.Model, verb: str) -> bool:
        """Tell whether the object's present status is a source of the verb."""
        return getattr(obj, self.status_field) in self.move(verb).sources

    def open_moves(self, obj: models.Model) -> list[Move]:
        """Return the moves that the present status has, in the order of the table."""
        return [m for m in self.moves if getattr(obj, self.status_field) in m.sources]

    def tone(self, status: str) -> str:
        """Return neutral, waiting, good or late for a status."""
        return self.tones.get(status, "neutral")

    def perform(self, obj: models.Model, verb: str, **fields: Any) -> models.Model:
        """Move by one guarded UPDATE … WHERE status IN (sources); `fields` are written with it.

        Raises `WrongState`, with nothing changed, when the row's status in the database is not a source.
        """
        self.perform_all([obj], verb, **fields)
        return obj

    def perform_all(self, objs: Sequence[models.Model], verb: str, **fields: Any) -> None:
        """Move several by one guarded UPDATE, as `perform` moves one.

        Raises `WrongState` when any of them has moved on meanwhile; the caller's transaction takes back the others.
        """
        if not objs:
            return
        move = self.move(verb)
        values = {self.status_field: move.target, **fields}
        guard = {"pk__in": [obj.pk for obj in objs], f"{self.status_field}__in": move.sources}
        if type(objs[0])._default_manager.filter(**guard).update(**values) != len(objs):
            raise WrongState(_("This has moved on meanwhile: “%(status)s”.") % {"status": self._fresh_label(objs[0])})
        for obj in objs:
            for name, value in values.items():
                setattr(obj, name, value)

    def _fresh_label(self, obj: models.Model) -> str:
        rows = type(obj)._default_manager.filter(pk=obj.pk).values_list(self.status_field, flat=True)
        return str(self.statuses(rows[0]).label) if rows else "–"


def moves(*rows: tuple[str, Iterable[str] | str, str, str | Promise]) -> tuple[Move, ...]:
    """Write a table as rows of (verb, source or sources, target, label)."""
    return tuple(Move(v, (s,) if isinstance(s, str) else tuple(s), t, label) for v, s, t, label in rows)
