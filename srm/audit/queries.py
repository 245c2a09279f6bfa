"""The record, read: an object's timeline, the log, whether a chain holds. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from srm.audit.texts import EventText, events_kept_from, parts_of, sealed_subjects, supplier_events, text_of
from srm.audit.wording import Words
from srm.events.models import Event
from srm.events.services import broken_link, history, label_of
from srm.subjects import kind_of, may_see_subject, model_named

TIMELINE_LENGTH = 100


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. `by` is a User, or None for the house itself."""

    at: datetime
    text: str
    by: Any
    name: str
    tone: str
    event_id: int


def timeline(subject: models.Model, user: Any, limit: int = TIMELINE_LENGTH) -> list[Entry]:
    """Return what happened to an object and its parts, newest first, in the reader's language.

    A supplier's person reads only events that are meant for him, staff none that is kept to other roles. Empty when
    the reader may not see the object.
    """
    if not may_see_subject(user, subject):
        return []
    rows = (
        Event.objects.filter(_about([subject, *_visible_parts(subject, user)]))
        .select_related("by")
        .order_by("-at", "-pk")
    )
    if user.is_portal:
        rows = rows.filter(name__in=supplier_events())
    elif kept := events_kept_from(user):
        rows = rows.exclude(name__in=kept)
    asked: dict[Any, Any] = {}
    return [_entry(row, text_of(row.name), asked) for row in rows[:limit]]


def _visible_parts(subject: models.Model, user: Any) -> list[models.Model]:
    # A part with doors of its own (a rival's bid) keeps them; lines and the like have none, and are staff's only.
    parts = parts_of(subject)
    return [p for p in parts if (may_see_subject(user, p) if kind_of(p) else not user.is_portal)]


def _about(subjects: list[models.Model]) -> Q:
    ids: dict[str, list[int]] = {}
    for subject in subjects:
        ids.setdefault(label_of(subject), []).append(subject.pk)
    wanted = Q(pk__in=[])
    for subject_type, pks in ids.items():
        wanted |= Q(subject_type=subject_type, subject_id__in=pks)
    return wanted


def _entry(row: Event, text: EventText | None, asked: dict[Any, Any]) -> Entry:
    words = str(text.template) % Words(row, text.words(asked)) if text else spelled_out(row.name)
    return Entry(row.at, words, row.by, row.name, text.tone if text else "neutral", row.pk)


def spelled_out(name: str) -> str:
    """Return `Bid placed` for `BidPlaced`: how an event reads that nobody worded."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class ChainCheck:
    """Whether an object's events still fit together: how many there are, and the first that does not."""

    subject: str
    count: int
    broken: Event | None


def check_chain(subject_type: str, subject_id: int) -> ChainCheck | None:
    """Recompute the hashes of an object's events; None when it has none, or when they are sealed for now."""
    model = model_named(subject_type)
    if model is None or _is_sealed(subject_type, subject_id):
        return None
    subject = model(pk=subject_id)
    count = history(subject).count()
    return ChainCheck(f"{subject_type}:{subject_id}", count, broken_link(subject)) if count else None


def _is_sealed(subject_type: str, subject_id: int) -> bool:
    return any(keys.filter(pk=subject_id).exists() for name, keys in sealed_subjects() if name == subject_type)


def log_rows() -> models.QuerySet[Event]:
    """Return all events but those still sealed (bids before the opening: the log must not count them), newest first."""
    rows = Event.objects.select_related("by").order_by("-at", "-pk")
    for subject_type, keys in sealed_subjects():
        rows = rows.exclude(subject_type=subject_type, subject_id__in=keys)
    return rows


def log_entry(row: Event) -> Entry:
    """Return an event as the log words it."""
    return _entry(row, text_of(row.name), {})
