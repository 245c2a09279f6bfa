"""Whether the approval rules leave somebody without an approver, or ask for what cannot happen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Gap(StrEnum):
    NOBODY_FROM_ZERO = "nobody_from_zero"
    NO_APPROVER = "no_approver"
    NOBODY_WITH_ROLE = "nobody_with_role"
    TWICE = "twice"
    LIMIT_TOO_LOW = "limit_too_low"


@dataclass(frozen=True)
class RuleFacts:
    """A rule as the linter sees it; `people` can decide it now, `limits` are theirs (None: without limit)."""

    name: str
    amount_from: Decimal
    scope: tuple[str, str]  # category, department; empty: all
    approver: str  # what it asks for, as one word: `head`, `owner`, `role:finance`, `person:7`, or empty
    people: int | None  # None: depends on the request
    limits: Sequence[Decimal | None] = ()


@dataclass(frozen=True)
class Finding:
    gap: Gap
    rule: str = ""


def lint(rules: Iterable[RuleFacts]) -> list[Finding]:
    """Return what is wrong with the rules in force, the gravest first."""
    rows, found = list(rules), []
    if not any(r.amount_from == 0 and r.scope == ("", "") and r.approver for r in rows):
        found.append(Finding(Gap.NOBODY_FROM_ZERO))
    seen: set[tuple] = set()
    for row in rows:
        found += [Finding(gap, row.name) for gap in _gaps(row)]
        key = (row.amount_from, row.scope, row.approver)
        if key in seen:
            found.append(Finding(Gap.TWICE, row.name))
        seen.add(key)
    return found


def _gaps(row: RuleFacts) -> list[Gap]:
    if not row.approver:
        return [Gap.NO_APPROVER]
    if row.people == 0:
        return [Gap.NOBODY_WITH_ROLE]
    enough = [li for li in row.limits if li is None or li >= row.amount_from]
    return [Gap.LIMIT_TOO_LOW] if row.limits and not enough else []
