"""Whether the approval rules leave somebody without an approver, ask for what cannot happen, or ask too much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MOST_APPROVERS = 5


class Gap(StrEnum):
    NOBODY_FROM_ZERO = "nobody_from_zero"
    NO_APPROVER = "no_approver"
    NOBODY_WITH_ROLE = "nobody_with_role"
    TOO_FEW = "too_few"
    TWICE = "twice"
    LIMIT_TOO_LOW = "limit_too_low"
    UNREACHABLE = "unreachable"
    NEVER_ADDS = "never_adds"
    TOO_MANY = "too_many"
    CIRCLE = "circle"


@dataclass(frozen=True)
class RuleFacts:
    """A rule as the linter sees it; `people` can decide it now, `limits` are theirs (None: without limit)."""

    name: str
    amount_from: Decimal
    scope: tuple[str, ...]  # category, department and what else narrows it; empty: all
    approver: str  # what it asks for, as one word: `head`, `owner`, `role:finance`, `person:7`, or empty
    people: int | None  # None: depends on the request
    limits: Sequence[Decimal | None] = ()
    quorum: int = 1
    reachable: bool = True  # False: its category, department or person is closed


@dataclass(frozen=True)
class Finding:
    gap: Gap
    rule: str = ""


def lint(rules: Iterable[RuleFacts], stands_in: Mapping[str, str] | None = None) -> list[Finding]:
    """Return what is wrong with the rules in force, the gravest first.

    `stands_in` is who decides for whom now, by name: a circle leaves an approval with people who are all away.
    """
    rows, found = list(rules), []
    if not any(r.amount_from == 0 and not any(r.scope) and r.approver for r in rows):
        found.append(Finding(Gap.NOBODY_FROM_ZERO))
    seen: set[tuple] = set()
    for row in rows:
        found += [Finding(gap, row.name) for gap in _gaps(row)]
        key = (row.amount_from, row.scope, row.approver)
        if key in seen:
            found.append(Finding(Gap.TWICE, row.name))
        elif any(_covers(other, row) for other in rows if other is not row):
            found.append(Finding(Gap.NEVER_ADDS, row.name))
        seen.add(key)
    if longest(rows) > MOST_APPROVERS:
        found.append(Finding(Gap.TOO_MANY))
    return found + [Finding(Gap.CIRCLE, " → ".join(names)) for names in circles(stands_in or {})]


def longest(rules: Iterable[RuleFacts]) -> int:
    """Return how many approvals one request could need at most: everything that may fall together, each person once."""
    return sum(max(r.quorum for r in same) for same in _by_approver(rules).values())


def circles(stands_in: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the rings in which everybody is stood in for by the next one."""
    found, done = [], set[str]()
    for start in stands_in:
        path: list[str] = []
        person: str | None = start
        while person is not None and person not in path and person not in done:
            path.append(person)
            person = stands_in.get(person)
        if person in path:
            found.append((*path[path.index(person) :], person))
        done.update(path)
    return found


def _by_approver(rules: Iterable[RuleFacts]) -> dict[str, list[RuleFacts]]:
    found: dict[str, list[RuleFacts]] = {}
    for rule in rules:
        if rule.approver and rule.reachable:
            found.setdefault(rule.approver, []).append(rule)
    return found


def _covers(other: RuleFacts, row: RuleFacts) -> bool:
    """Another rule asks the same person for all that this one holds for, and more: this one never adds anybody."""
    same = bool(row.approver) and other.approver == row.approver and other.quorum >= row.quorum
    wider = all(not o or o == r for o, r in zip(other.scope, row.scope, strict=False))
    strictly = (other.amount_from, other.scope) != (row.amount_from, row.scope)
    return same and wider and strictly and other.amount_from <= row.amount_from


def _gaps(row: RuleFacts) -> list[Gap]:
    if not row.reachable:
        return [Gap.UNREACHABLE]
    if not row.approver:
        return [Gap.NO_APPROVER]
    if row.people == 0:
        return [Gap.NOBODY_WITH_ROLE]
    enough = [li for li in row.limits if li is None or li >= row.amount_from]
    if row.limits and not enough:
        return [Gap.LIMIT_TOO_LOW]
    return [Gap.TOO_FEW] if row.people is not None and len(enough or row.limits) < row.quorum and row.limits else []
