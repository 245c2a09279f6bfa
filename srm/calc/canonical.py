"""Canonical JSON and the hash chain of events, as an outsider can rebuild them with any language."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def canonical_bytes(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8. Raises ValueError on what JSON cannot say (NaN, half a surrogate pair)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def without(row: dict[str, Any], name: str) -> dict[str, Any]:
    """A row without one of its fields: what a hash or a signature is made over."""
    return {key: value for key, value in row.items() if key != name}


def chain_events(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events (at, kind, data) numbered from one, each bound to the one before by its hash."""
    chained: list[dict[str, Any]] = []
    prev = GENESIS
    for seq, event in enumerate(events, start=1):
        row = {"seq": seq, "at": event["at"], "kind": event["kind"], "data": event["data"], "prev": prev}
        prev = digest(row)
        chained.append({**row, "hash": prev})
    return chained
