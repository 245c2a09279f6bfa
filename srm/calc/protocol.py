"""The published record of a decision: written for those it concerns, checked by anyone.

A protocol holds the input and the result of one calculation, the hash-chained events of its subject, and the
signed head of that chain. ``docs/protocols.md`` explains it to an outsider.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from srm.calc.canonical import GENESIS, canonical_bytes, chain_events, digest, without
from srm.calc.paths import Path, path_text, shown
from srm.calc.reader import read_json
from srm.calc.registry import load_check
from srm.calc.run import calculate, calculate_data, result_text
from srm.calc.schema import check_data
from srm.calc.signing import PublicKeys, sign_head, signature_holds
from srm.money.exact import CalcError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VERSION = 1
SEALED = ("subject", "input", "result")  # parts whose hashes a deciding event records

Difference = tuple[str, str]


@dataclass(frozen=True)
class Verdict:
    """What was checked and what does not hold; a protocol is good only when ``differences`` is empty."""

    kind: str
    events: int
    key: str
    differences: list[Difference]


def build_protocol(
    *, kind: str, subject: str, data: dict[str, Any], events: list[dict[str, Any]], key: "Ed25519PrivateKey"
) -> dict[str, Any]:
    """The protocol of a decision. Events may be bare (at, kind, data) or rows of a stored chain, kept as they are."""
    chained = events if all("hash" in event for event in events) else chain_events(events)
    return {
        "kind": kind,
        "version": VERSION,
        "subject": subject,
        "input": data,
        "result": calculate(kind, canonical_bytes(data)),  # read as any verifier will read it
        "events": chained,
        "head": sign_head(chained, key, GENESIS),
    }


def protocol_bytes(protocol: dict[str, Any]) -> bytes:
    """A protocol as a file: canonical JSON, so that the same protocol is the same file."""
    return canonical_bytes(protocol) + b"\n"


def seal_data(data: dict[str, Any], result: dict[str, Any], *, subject: str) -> dict[str, str]:
    """Fields for the event that records a decision: they bind subject, input and result into the signed chain."""
    return {"subject_sha256": digest(subject), "input_sha256": digest(data), "result_sha256": digest(result)}


def verify_protocol(raw: bytes, keys: PublicKeys) -> Verdict:
    """Everything in a protocol checked again; raises CalcError when the bytes are no protocol at all."""
    try:
        document = check_data(load_check("protocol"), read_json(raw))
        written = json.loads(raw.decode("utf-8-sig"), parse_int=_bounded_int)
        differences = [
            *_result_differences(document, written),
            *_chain_differences(written["events"]),
            *_seal_differences(written),
            *_head_differences(written, keys),
        ]
    except RecursionError:
        raise CalcError([("$", "nested too deeply")]) from None
    return Verdict(document["kind"], len(document["events"]), document["head"]["key"], differences)


def _bounded_int(text: str) -> int | float:
    """Python refuses to read very long integers; as floats they are just not what any hash was made over."""
    return int(text) if len(text) <= 1000 else float(text)


def _result_differences(document: dict[str, Any], written: dict[str, Any]) -> Iterator[Difference]:
    try:
        result = calculate_data(document["kind"], document["input"], under=(None, "input"))
    except CalcError as error:
        yield from error.faults
        return
    yield from compare(written["result"], json.loads(result_text(result)), (None, "result"))


def compare(recorded: Any, computed: Any, path: Path) -> Iterator[Difference]:
    """Field by field, where a recorded value is not the one computed again."""
    if isinstance(recorded, dict) and isinstance(computed, dict):
        for name in dict.fromkeys([*computed, *recorded]):
            yield from _compare_field(recorded, computed, name, path)
    elif isinstance(recorded, list) and isinstance(computed, list):
        if len(recorded) != len(computed):
            yield path_text(path), f"recorded {len(recorded)} of them, recomputed {len(computed)}"
        for index, (left, right) in enumerate(zip(recorded, computed, strict=False)):
            yield from compare(left, right, (path, index))
    elif isinstance(recorded, bool) is not isinstance(computed, bool) or recorded != computed:
        yield path_text(path), f"recorded {shown(recorded)}, recomputed {shown(computed)}"


def _compare_field(recorded: dict[str, Any], computed: dict[str, Any], name: str, path: Path) -> Iterator[Difference]:
    if name not in recorded:
        yield path_text((path, name)), f"not recorded, recomputed {shown(computed[name])}"
    elif name not in computed:
        yield path_text((path, name)), f"recorded {shown(recorded[name])}, not recomputed"
    else:
        yield from compare(recorded[name], computed[name], (path, name))


def _chain_differences(events: list[dict[str, Any]]) -> Iterator[Difference]:
    prev = GENESIS
    for index, event in enumerate(events):
        path = f"events[{index}]"
        if event["seq"] != index + 1:
            yield f"{path}.seq", f"recorded {event['seq']}, should be {index + 1}"
        if event["prev"] != prev:
            yield f"{path}.prev", f"recorded {event['prev']}, the event before has {prev}"
        if (expected := _digest_or_none(without(event, "hash"))) != event["hash"]:
            yield f"{path}.hash", f"recorded {event['hash']}, recomputed {expected}"
        prev = event["hash"]


def _digest_or_none(value: Any) -> str | None:
    try:
        return digest(value)
    except ValueError:
        return None


def _seal_differences(written: dict[str, Any]) -> Iterator[Difference]:
    """Where an event recorded what was decided, the subject, input and result of the protocol must be those."""
    for index, event in enumerate(written["events"]):
        for part in SEALED:
            sealed = event["data"].get(f"{part}_sha256")
            if sealed is not None and sealed != _digest_or_none(written[part]):
                yield part, f"not the one that events[{index}] recorded"


def _head_differences(written: dict[str, Any], keys: PublicKeys) -> Iterator[Difference]:
    head, events = written["head"], written["events"]
    if head["count"] != len(events):
        yield "head.count", f"recorded {head['count']}, there are {len(events)} events"
    last = events[-1]["hash"] if events else GENESIS
    if head["hash"] != last:
        yield "head.hash", f"recorded {head['hash']}, the last event has {last}"
    if not keys:
        yield "head.signature", "not checked: give the installation's published key with --key"
    elif head["key"] not in keys:
        yield "head.key", f"recorded {shown(head['key'])}, the given keys are {', '.join(keys)}"
    elif not signature_holds(head, keys[head["key"]]):
        yield "head.signature", f"not made by key {head['key']} over this head"
