"""Who has to approve: the chain is worked out once, from the rules, at submission, and then frozen.

Amounts are in the organisation's currency. Source: design §4 (requester ≠ approver, head by department tree).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Above = Callable[[int], int | None]
HUNDRED = Decimal(100)


class Flag(StrEnum):
    """What a request may be besides expensive."""

    URGENT = "urgent"
    SINGLE_SOURCE = "single_source"
    OVER_BUDGET = "over_budget"


@dataclass(frozen=True)
class Rule:
    """One row of the rules that holds for the request: from `amount_from` on it asks a person, a role or a group."""

    name: str
    amount_from: Decimal
    approver: int | None  # a person; None when anyone with `role`, or of `people`, may
    role: str = ""
    people: tuple[int, ...] = ()
    quorum: int = 1
    order: int | None = None  # rules of one order are asked together; None: after the one before


@dataclass(frozen=True)
class Step:
    """One approval: a person, or `quorum` of those with the role or of the people. Same order: at the same time."""

    order: int
    rule: str
    approver: int | None
    role: str = ""
    people: tuple[int, ...] = ()
    quorum: int = 1


def chain(
    amount: Decimal, rules: Sequence[Rule], requester: int, above: Above, barred: Collection[int] = ()
) -> list[Step]:
    """Return the steps in the order of the rules, each approver once.

    A requester never approves his own, nor does who stands in for him (`barred`): their place is taken by whoever
    stands `above` them; with nobody above, the step falls away only if another remains (the caller refuses an empty
    chain).
    """
    unfit, steps = {requester, *barred}, list[Step]()
    last: tuple[int | None, int] = (None, 0)
    for rule in rules:
        if amount < rule.amount_from:
            continue
        step = _step(rule, unfit, above)
        if step is None or any(_same(step, s) for s in steps):
            continue
        number = last[1] if rule.order is not None and rule.order == last[0] else last[1] + 1
        last = (rule.order, number)
        steps.append(Step(number, rule.name, step.approver, step.role, step.people, step.quorum))
    return steps


def grows_too_much(approved: Decimal, now: Decimal, tolerance_percent: Decimal) -> bool:
    """Tell whether an amount has grown so far beyond what was approved that it has to be approved again."""
    return now > approved * (HUNDRED + tolerance_percent) / HUNDRED


def _step(rule: Rule, unfit: Collection[int], above: Above) -> Step | None:
    if rule.people:
        people = _group(rule.people, unfit, above)
        return Step(0, rule.name, None, "", people, min(rule.quorum, len(people))) if people else None
    if rule.role:
        return Step(0, rule.name, None, rule.role, (), rule.quorum)
    if rule.approver is None:
        return None
    approver = _fit(rule.approver, unfit, above)
    return Step(0, rule.name, approver) if approver is not None else None


def _group(people: Sequence[int], unfit: Collection[int], above: Above) -> tuple[int, ...]:
    """The group without whom it must not ask; whoever stands above takes the place, so that the quorum holds."""
    found = [p if p not in unfit else _fit(p, unfit, above) for p in people]
    return tuple(dict.fromkeys(p for p in found if p is not None))


def _fit(person: int, unfit: Collection[int], above: Above) -> int | None:
    """The person, or who stands above; None when that one must not decide either."""
    if person in unfit:
        person = above(person)  # type: ignore[assignment]
    return None if person in unfit else person


def _same(one: Step, other: Step) -> bool:
    if one.people or other.people:
        return set(one.people) == set(other.people)
    return (one.approver, one.role) == (other.approver, other.role)
