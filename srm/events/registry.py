"""Who listens to what: filled by `@on(Event)` in the apps' handlers, read when an event is recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from srm.events.models import Event

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Listener:
    """One handler under its stable name (`tenders.handlers.open_sourcing`) for one kind of event."""

    name: str
    kind: type
    call: Handler


_BY_EVENT: dict[str, list[Listener]] = {}
_BY_NAME: dict[tuple[str, str], Listener] = {}
_EVERY: list[Callable[[Event], Any]] = []


def on(*kinds: type) -> Callable[[Handler], Handler]:
    """Register `handler(event, *, record)` for these events; it should call one service and survive a repeat."""

    def register(handler: Handler) -> Handler:
        for kind in kinds:
            listener = Listener(f"{handler.__module__}.{handler.__qualname__}", kind, handler)
            _BY_EVENT.setdefault(kind.__name__, []).append(listener)
            _BY_NAME[listener.name, kind.__name__] = listener
        return handler

    return register


def after_record(call: Callable[[Event], Any]) -> Callable[[Event], Any]:
    """Register a call made in the recording transaction for every event (live updates: a cheap NOTIFY, no more)."""
    _EVERY.append(call)
    return call


def listeners_of(name: str) -> list[Listener]:
    """Return the listeners of an event name, in order of registration."""
    return _BY_EVENT.get(name, [])


def listener(name: str, event_name: str) -> Listener | None:
    """Return the registered listener of that name, or None when the code has gone since."""
    return _BY_NAME.get((name, event_name))


def every() -> list[Callable[[Event], Any]]:
    """Return what is called for every recorded event."""
    return _EVERY
