"""Recording what happened, and telling who listens. One row is the audit trail, the timeline and the notice."""

import dataclasses
import hashlib
import json
import logging
from collections.abc import Iterable
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


def label_of(obj: models.Model | type[models.Model]) -> str:
    """Return `app.model` as events name their subjects."""
    return obj._meta.label_lower


def record(event: Any, *, subject: models.Model, by: Any) -> Event:
    """Append one event (a frozen dataclass of plain values) to its subject's chain, in the caller's transaction.

    Writes one delivery per listener; they are carried out after commit. Raises outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of what happened.")
    _lock_chain(subject)
    row = _append(type(event).__name__, _plain(event), subject, by)
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=row, listener=listener.name, next_attempt_at=row.at)
        for listener in registry.listeners_of(row.name)
    )
    for call in registry.every():
        call(row)
    if deliveries:
        transaction.on_commit(lambda: _wake([d.pk for d in deliveries]))
    return row


def record_first(events: Iterable[tuple[Any, models.Model]], *, by: Any) -> list[Event]:
    """Append the first event of each of many subjects that were made in this transaction: a few queries for all.

    Nobody else can know the subjects yet, so no chain is locked; a subject that has a chain breaks a constraint.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of what happened.")
    now, user = database_now(), person(by)
    rows = [_row(type(event).__name__, _plain(event), subject, user, now, 1, GENESIS) for event, subject in events]
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
    if deliveries:
        transaction.on_commit(lambda: _wake([d.pk for d in deliveries]))
    return rows


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


def _lock_chain(subject: models.Model) -> None:
    with connection.cursor() as cursor:
        key = f"{label_of(subject)}:{subject.pk}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _append(name: str, data: dict, subject: models.Model, by: Any) -> Event:
    last = history(subject).order_by("-seq").first()
    seq, prev = (last.seq + 1, last.hash) if last else (1, GENESIS)
    row = _row(name, data, subject, person(by), database_now(), seq, prev)
    row.save(force_insert=True)
    return row


def _row(name: str, data: dict, subject: models.Model, user: Any, at: datetime, seq: int, prev: str) -> Event:
    label = label_of(subject)
    row = Event(
        subject_type=label, subject_id=subject.pk, seq=seq, name=name,
        data={"subject": f"{label}:{subject.pk}", "by": getattr(user, "email", None) or "system", **data},
        at=at, by=user, prev=prev,
    )  # fmt: skip
    row.hash = chain_hash({k: v for k, v in row.as_protocol().items() if k != "hash"})
    return row


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
