"""Who has to approve: the chain is worked out once, from the rules, at submission, and then frozen.

Amounts are in the organisation's currency. Source: design §4 (requester ≠ approver, head by department tree).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Rule:
    """One row of the rules: holds from `amount_from` on, for a category or department where they are given."""

    name: str
    amount_from: Decimal
    approver: int | None  # a person; None when anyone with `role` may
    role: str = ""


@dataclass(frozen=True)
class Step:
    """One approval in order: a person, or anyone with the role."""

    order: int
    rule: str
    approver: int | None
    role: str = ""


def chain(amount: Decimal, rules: Sequence[Rule], requester: int, above: Callable[[int], int | None]) -> list[Step]:
    """Return the steps in the order of the rules, each approver once.

    A requester never approves his own: his place is taken by whoever stands `above` him; with nobody above, the
    step falls away only if another remains (the caller refuses an empty chain).
    """
    steps: list[Step] = []
    for rule in rules:
        if amount < rule.amount_from:
            continue
        approver = above(requester) if rule.approver == requester else rule.approver
        if approver is None and not rule.role:
            continue
        if any(s.approver == approver and s.role == rule.role for s in steps):
            continue
        steps.append(Step(len(steps) + 1, rule.name, approver, rule.role))
    return steps
