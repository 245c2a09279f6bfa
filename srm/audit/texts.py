"""How events read in a timeline: each app words its own in `ready()`; and which objects belong together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True)
class EventText:
    """The wording of one event, with %(name)s from its data; `supplier`: the supplier concerned reads it as well.

    `roles`: of the staff only who has one of them reads it; empty: all.
    `labels` says how the codes in the data read: {"stage": {"in_tender": "In tender"}}, or asks the database for them.
    """

    template: str | Promise
    supplier: bool
    tone: str
    labels: Mapping[str, "Labels"] = field(default_factory=dict)
    roles: tuple[str, ...] = ()

    def words(self, asked: dict[Any, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
        """Return the labels by field; `asked` keeps what the database was asked for, so that it is asked once."""
        return {
            name: labels if isinstance(labels, Mapping) else _ask(labels, asked) for name, labels in self.labels.items()
        }


Labels = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
Codes = type[models.TextChoices] | Labels
_TEXTS: dict[str, EventText] = {}
_PARTS: dict[str, list[Callable[[Any], Iterable[models.Model]]]] = {}
_SEALED: dict[str, Callable[[], models.QuerySet]] = {}


def register_text(
    event: type | str,
    template: str | Promise,
    *,
    supplier: bool = False,
    tone: str = "neutral",
    codes: Mapping[str, Codes] | None = None,
    roles: tuple[str, ...] = (),
) -> None:
    """Word an event: `register_text(BidPlaced, _("Bid of %(amount)s placed"))`; tone neutral, waiting, good or late.

    What not all of the staff may know names the `roles` that may: the same as see the rows that it is about.

    A field that holds a code names its choices, so that nobody reads the code: `codes={"stage": LineStage}`;
    codes of rows name a function that returns their names by code (asked once for a timeline).
    """
    labels = {key: _labels(choices) for key, choices in (codes or {}).items()}
    _TEXTS[event if isinstance(event, str) else event.__name__] = EventText(template, supplier, tone, labels, roles)


def _labels(codes: Codes) -> Labels:
    if isinstance(codes, type) and issubclass(codes, models.TextChoices):
        return {str(member.value): member._label_ for member in codes}
    return cast("Labels", codes)


def _ask(names: Callable[[], Mapping[str, Any]], asked: dict[Any, Mapping[str, Any]]) -> Mapping[str, Any]:
    if names not in asked:
        asked[names] = names()
    return asked[names]


def register_parts(model: type[models.Model], parts: Callable[[Any], Iterable[models.Model]]) -> None:
    """Say whose events are told with a noun's own: `register_parts(Tender, lambda t: t.lots.all())`."""
    _PARTS.setdefault(model._meta.label_lower, []).append(parts)


def register_sealed(model: type[models.Model], sealed: Callable[[], models.QuerySet]) -> None:
    """Keep the events of some objects out of the log for now: `sealed()` selects their keys (unopened bids)."""
    _SEALED[model._meta.label_lower] = sealed


def sealed_subjects() -> list[tuple[str, models.QuerySet]]:
    """Return (`app.model`, the keys whose events nobody is shown yet)."""
    return [(name, sealed()) for name, sealed in _SEALED.items()]


def text_of(name: str) -> EventText | None:
    """Return the wording of an event's name; None when nobody worded it."""
    return _TEXTS.get(name)


def parts_of(subject: models.Model) -> list[models.Model]:
    """Return the objects whose events are told with the subject's own."""
    finders = _PARTS.get(subject._meta.label_lower, [])
    return [part for find in finders for part in find(subject)]


def supplier_events() -> list[str]:
    """Return the names of the events that the supplier concerned may read."""
    return [name for name, text in _TEXTS.items() if text.supplier]


def events_kept_from(user: Any) -> list[str]:
    """Return the names of the events that are told to roles which this person of the staff does not have."""
    return [name for name, text in _TEXTS.items() if text.roles and not user.has_role(*text.roles)]


def worded_events() -> list[str]:
    """Return the names of all events that have words, sorted."""
    return sorted(_TEXTS)
