"""A protocol checked without any code of ours: what an outsider can write in an evening.

Usage: python independent_checker.py PROTOCOL.json PUBLIC_KEY_BASE64

It knows the text of docs/protocols.md and docs/calculations/scorecard.md, nothing else. It checks the hash
chain, the head and its Ed25519 signature, and computes a scorecard again; other kinds it does not know.
"""

import base64
import hashlib
import json
import sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def check_chain(events):
    problems, previous = [], "0" * 64
    for number, event in enumerate(events, start=1):
        body = {name: value for name, value in event.items() if name != "hash"}
        if event["seq"] != number:
            problems.append(f"event {number} is numbered {event['seq']}")
        if event["prev"] != previous:
            problems.append(f"event {number} does not follow the one before it")
        if hashlib.sha256(canonical(body)).hexdigest() != event["hash"]:
            problems.append(f"event {number} was changed")
        previous = event["hash"]
    return problems


def check_head(head, events, public_key):
    problems = []
    last = events[-1]["hash"] if events else "0" * 64
    if (head["count"], head["hash"]) != (len(events), last):
        problems.append("the head is not the end of this chain")
    if head["key"] != hashlib.sha256(public_key).hexdigest()[:16]:
        problems.append("the head names another key")
    message = canonical({"count": head["count"], "hash": head["hash"], "key": head["key"]})
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(base64.b64decode(head["signature"]), message)
    except InvalidSignature:
        problems.append("the signature does not hold")
    return problems


def two_decimals(value):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def scorecard(data):
    weights = {row["id"]: Fraction(str(row["weight"])) for row in data["criteria"]}
    limits = {row["id"]: Fraction(row["critical_below"]) for row in data["criteria"] if "critical_below" in row}
    bands = sorted((Fraction(row["from"]), row["id"]) for row in data["bands"])
    rows = []
    for supplier in data["suppliers"]:
        known = {name: Fraction(str(score)) for name, score in supplier["scores"].items() if score is not None}
        weight = sum(weights[name] for name in known)
        share = weight / sum(weights.values())
        coverage = Fraction(int(share * 100), 100)
        total = sum(weights[name] * known[name] for name in known) / weight if weight else None
        shown = None if total is None else two_decimals(total)
        reached = [band for start, band in bands if shown and start <= Fraction(shown)]
        enough = coverage >= Fraction(data.get("min_coverage", "0"))
        critical = [name for name in weights if name in limits and name in known and known[name] < limits[name]]
        band = reached[-1] if reached and enough else None
        rows.append(
            {
                "id": supplier["id"],
                "total": shown,
                "coverage": two_decimals(coverage),
                "band": bands[0][1] if critical else band,
                "critical": critical,
            }
        )
    return {"suppliers": rows}


def check(protocol, public_key):
    problems = check_chain(protocol["events"]) + check_head(protocol["head"], protocol["events"], public_key)
    if protocol["kind"] == "scorecard" and scorecard(protocol["input"]) != protocol["result"]:
        problems.append("the result does not follow from the input")
    for event in protocol["events"]:
        for part in ("subject", "input", "result"):
            sealed = event["data"].get(f"{part}_sha256")
            if sealed and sealed != hashlib.sha256(canonical(protocol[part])).hexdigest():
                problems.append(f"the {part} is not the one that was recorded")
    return problems


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = check(json.load(file), base64.b64decode(sys.argv[2]))
    print("\n".join(found) or "all holds")  # noqa: T201
    sys.exit(1 if found else 0)
