"""A dry run: the chains that last quarter's requests would take by other rules, beside those of today."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from procurement.models import ApprovalRule, Requisition, RequisitionLine
from procurement.queries.rulebook import Asked, Rulebook, rules_in_force
from procurement.rules.approval import Step
from srm.accounts.models import User
from srm.accounts.states import Role

QUARTER = timedelta(days=92)
SHOWN = 50


@dataclass(frozen=True)
class Rehearsed:
    """One request: whom it asks today, whom it would ask, as people read it."""

    requisition: Requisition
    today: tuple[str, ...]
    then: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return self.today != self.then


@dataclass(frozen=True)
class Rehearsal:
    """The whole dry run: how many requests, how many steps each way, who is asked how often, what changes."""

    count: int
    steps_today: int
    steps_then: int
    nobody: tuple[Requisition, ...]  # those that could not be sent any more
    changed: tuple[Rehearsed, ...]
    load: tuple[tuple[str, int, int], ...]  # who, how often today, how often then

    @property
    def changes(self) -> int:
        return len(self.changed)

    @property
    def shown(self) -> tuple[Rehearsed, ...]:
        return self.changed[:SHOWN]


def with_rule(rule: ApprovalRule) -> list[ApprovalRule]:
    """Return the rules in force with this one added, or put in the place of the one with its key."""
    rows = [r for r in rules_in_force() if r.pk != rule.pk]
    return sorted([*rows, rule], key=lambda r: (r.order, r.amount_from, r.pk or 0))


def without_rule(rule: ApprovalRule) -> list[ApprovalRule]:
    """Return the rules in force without this one."""
    return [r for r in rules_in_force() if r.pk != rule.pk]


def rehearse(rows: Iterable[ApprovalRule], on: date) -> Rehearsal:
    """Return what the rules would have asked of the requests sent in the 92 days before, beside those in force.

    Who stood in for whom is left aside. Twelve queries, whatever the number of requests.
    """
    requests = _requests(on)
    today, then = Rulebook(), Rulebook(rows)
    names = _Names(today, then)
    found, nobody = [], []
    for requisition, asked in requests:
        now, later = today.chain(asked), then.chain(asked)
        found.append(Rehearsed(requisition, names.of(now), names.of(later)))
        if not later:
            nobody.append(requisition)
    return Rehearsal(
        len(found), sum(len(r.today) for r in found), sum(len(r.then) for r in found), tuple(nobody),
        tuple(r for r in found if r.is_changed), _load(found),
    )  # fmt: skip


def _requests(on: date) -> list[tuple[Requisition, Asked]]:
    rows = Requisition.objects.filter(submitted_at__date__gte=on - QUARTER, submitted_at__date__lte=on)
    rows = rows.exclude(base_total=None).select_related("department", "cost_centre", "requester")
    lines: dict[int, list[RequisitionLine]] = {}
    for line in RequisitionLine.objects.filter(requisition__in=rows).select_related("category").order_by("position"):
        lines.setdefault(line.requisition_id, []).append(line)
    return [(r, _asked(r, lines.get(r.pk, []))) for r in rows.order_by("-submitted_at", "-pk")]


def _asked(requisition: Requisition, lines: Sequence[RequisitionLine]) -> Asked:
    return Asked(
        requisition.requester_id, requisition.department, requisition.base_total, lines, requisition.cost_centre,
        requisition.project, frozenset(requisition.flags),
    )  # fmt: skip


class _Names:
    """People and roles as words; everybody who could be asked is read once."""

    def __init__(self, *books: Rulebook) -> None:
        heads = {h.pk: h for book in books for h in book.heads.values()}
        group = {pk for book in books for people in book.groups.values() for pk in people}
        self.people: dict[int, Any] = {**heads, **{pk: p for book in books for pk, p in book.people.items()}}
        self.people |= User.objects.in_bulk(group - set(self.people))

    def of(self, steps: Sequence[Step]) -> tuple[str, ...]:
        return tuple(self._word(step) for step in steps)

    def _word(self, step: Step) -> str:
        if step.role:
            return str(Role(step.role).label)
        people = [step.approver] if step.approver else list(step.people)
        return " / ".join(self.people[pk].name for pk in people if pk in self.people)


def _load(found: Sequence[Rehearsed]) -> tuple[tuple[str, int, int], ...]:
    today = Counter(who for r in found for who in r.today)
    then = Counter(who for r in found for who in r.then)
    rows = [(who, today[who], then[who]) for who in today | then]
    return tuple(sorted(rows, key=lambda row: (-row[2], -row[1], row[0])))
