"""Recording what happened, and telling who listens. One row is the audit trail, the timeline and the notice."""

import dataclasses
import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from celery import current_app
from django.db import connection, models, transaction

from srm.authz import person
from srm.clock import database_now
from srm.events import registry
from srm.events.models import Delivery, Event

log = logging.getLogger(__name__)
GENESIS = "0" * 64
MAX_ATTEMPTS = 12
MOST_HINTS = 60  # more deliveries of one act than this wait for the sweep, ten seconds at most

_gathered: ContextVar[list[Event] | None] = ContextVar("gathered", default=None)


def label_of(obj: models.Model | type[models.Model]) -> str:
    """Return `app.model` as events name their subjects."""
    return obj._meta.label_lower


def record(event: Any, *, subject: models.Model, by: Any) -> Event:
    """Append one event (a frozen dataclass of plain values) to its subject's chain, in the caller's transaction.

    Writes one delivery per listener; they are carried out after commit. Raises outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of what happened.")
    row = _row(event, subject, by)
    gathered = _gathered.get()
    if gathered is not None:
        gathered.append(row)
        return row
    _write([row])
    return row


def record_first(events: Iterable[tuple[Any, models.Model]], *, by: Any) -> list[Event]:
    """Append the first event of each of many subjects that were made in this transaction: a few queries for all.

    Nobody else can know the subjects yet, so no chain is locked (ten thousand locks would be too many); a subject that
    has a chain breaks a constraint.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of what happened.")
    rows = [_row(event, subject, by) for event, subject in events]
    _store(rows, {})
    return rows


@contextmanager
def recorded_together() -> Iterator[list[Event]]:
    """Write what is recorded inside in one go at its end, chained as ever: for who does the same to many.

    Yields the rows gathered so far, not written yet: who rolls a part back takes its rows out again. Inside a
    transaction; inside another such block it only hands through.
    """
    outer = _gathered.get()
    if outer is not None:
        yield outer
        return
    rows: list[Event] = []
    token = _gathered.set(rows)
    try:
        yield rows
    finally:
        _gathered.reset(token)
    if rows:
        _write(rows)


def chain_hash(body: dict) -> str:
    """Return the SHA-256 of an event's canonical JSON: sorted keys, no spaces, UTF-8, amounts as strings."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def history(subject: models.Model) -> models.QuerySet[Event]:
    """Return a subject's events, oldest first."""
    return Event.objects.filter(subject_type=label_of(subject), subject_id=subject.pk).order_by("seq")


def broken_link(subject: models.Model) -> Event | None:
    """Return the first event whose hash or predecessor does not fit, or None when the chain holds."""
    prev = GENESIS
    for seq, row in enumerate(history(subject), start=1):
        body = {k: v for k, v in row.as_protocol().items() if k != "hash"}
        if row.seq != seq or row.prev != prev or chain_hash(body) != row.hash:
            return row
        prev = row.hash
    return None


def deliver(delivery_id: int) -> bool:
    """Carry out one delivery: handler and "done" mark in one transaction. True when done now or before.

    A failing handler is rolled back, its error kept, and tried again later with growing pauses.
    """
    try:
        with transaction.atomic():
            delivery = (
                Delivery.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("event__by").filter(pk=delivery_id).first()
            )  # fmt: skip
            if delivery is None:
                return False
            if delivery.done_at is None:
                _call(delivery)
                Delivery.objects.filter(pk=delivery.pk).update(done_at=database_now(), error="")
            return True
    except Exception as error:
        log.exception("delivery %s failed", delivery_id)
        _postpone(delivery_id, error)
        return False


def deliver_pending(limit: int = 1000) -> int:
    """Carry out what is due (the sweep, and tests); return how many were done."""
    due = Delivery.objects.filter(done_at=None, attempts__lt=MAX_ATTEMPTS, next_attempt_at__lte=database_now())
    return sum(deliver(pk) for pk in due.order_by("pk").values_list("pk", flat=True)[:limit])


def _row(event: Any, subject: models.Model, by: Any) -> Event:
    """The event without its place in the chain."""
    user, key = person(by), f"{label_of(subject)}:{subject.pk}"
    data = {"subject": key, "by": getattr(user, "email", None) or "system", **_plain(event)}
    return Event(subject_type=label_of(subject), subject_id=subject.pk, name=type(event).__name__, data=data, by=user)


def _write(rows: list[Event]) -> None:
    subjects = sorted({(row.subject_type, row.subject_id) for row in rows})
    _lock_chains(subjects)
    _store(rows, _last_of(subjects))


def _store(rows: list[Event], last: dict[tuple[str, int], tuple[int, str]]) -> None:
    """Give the rows their places in their subjects' chains, store them with their deliveries, wake the workers."""
    at = database_now()
    for row in rows:
        key = (row.subject_type, row.subject_id)
        row.seq, row.prev = (last[key][0] + 1, last[key][1]) if key in last else (1, GENESIS)
        row.at = at
        row.hash = chain_hash({k: v for k, v in row.as_protocol().items() if k != "hash"})
        last[key] = (row.seq, row.hash)
    Event.objects.bulk_create(rows, batch_size=1000)
    heard = {name: registry.listeners_of(name) for name in {row.name for row in rows}}
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=row, listener=listener.name, next_attempt_at=row.at)
        for row in rows
        for listener in heard[row.name]
    )
    for row in rows:
        for call in registry.every():
            call(row)
    if 0 < len(deliveries) <= MOST_HINTS:
        transaction.on_commit(lambda: _wake([d.pk for d in deliveries]))


def _lock_chains(subjects: list[tuple[str, int]]) -> None:
    with connection.cursor() as cursor:
        keys = [f"{label}:{pk}" for label, pk in subjects]
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM "
            "(SELECT key FROM unnest(%s::text[]) WITH ORDINALITY AS keys(key, place) ORDER BY place) AS keys",
            [keys],
        )


def _last_of(subjects: list[tuple[str, int]]) -> dict[tuple[str, int], tuple[int, str]]:
    """The number and hash of each subject's last event."""
    found = {}
    for label in {label for label, _pk in subjects}:
        ids = [pk for name, pk in subjects if name == label]
        rows = Event.objects.filter(subject_type=label, subject_id__in=ids).order_by("subject_id", "-seq")
        for pk, seq, hash_ in rows.distinct("subject_id").values_list("subject_id", "seq", "hash"):
            found[label, pk] = (seq, hash_)
    return found


def _plain(event: Any) -> dict:
    return {f.name: _plain_value(getattr(event, f.name)) for f in dataclasses.fields(event)}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (datetime, date)):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [_plain_value(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _plain_value(v) for k, v in value.items()}
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _call(delivery: Delivery) -> None:
    listener = registry.listener(delivery.listener, delivery.event.name)
    if listener is None:
        raise LookupError(f"no listener {delivery.listener} for {delivery.event.name}")
    names = {f.name for f in dataclasses.fields(listener.kind)}
    payload = {k: v for k, v in delivery.event.data.items() if k in names}
    listener.call(listener.kind(**payload), record=delivery.event)


def _postpone(delivery_id: int, error: Exception) -> None:
    delivery = Delivery.objects.get(pk=delivery_id)
    delivery.attempts += 1
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    delivery.next_attempt_at = database_now() + timedelta(seconds=min(2**delivery.attempts, 300))
    delivery.save(update_fields=["attempts", "error", "next_attempt_at"])


def _wake(ids: list[int]) -> None:
    # Only after commit, and only as a hint: when the broker is down, the sweep finds the rows.
    for pk in ids:
        try:
            current_app.send_task("srm.events.deliver_event", [pk], retry=False)
        except Exception:
            log.warning("broker unreachable, delivery %s waits for the sweep", pk)
            return
