"""The approval rules with all they need to know of departments and people, read once for any number of requests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.models import ApprovalRule, RequisitionLine
from procurement.rules import approval as rules
from srm.accounts.models import Department, User
from srm.accounts.queries import people_with_role
from srm.accounts.states import Kind
from srm.reference.models import Category, CostCentre


@dataclass(frozen=True)
class Asked:
    """A request as the rules look at it; a draft may lack the cost centre."""

    requester_id: int
    department: Department
    base_total: Decimal
    lines: Sequence[RequisitionLine]
    cost_centre: CostCentre | None = None
    project: str = ""
    flags: frozenset[str] = frozenset()
    barred: frozenset[int] = frozenset()  # who stands in for the requester


class Rulebook:
    """Some rules (those in force, or as they would be) and who is who; four queries for any number of requests."""

    def __init__(self, rows: Iterable[ApprovalRule] | None = None) -> None:
        self.rows = list(rules_in_force() if rows is None else rows)
        self.groups = {row.pk: _group_of(row) for row in self.rows}
        self.heads = {d.path: d.head for d in Department.objects.exclude(head=None).select_related("head")}
        owners = set(Category.objects.exclude(owner=None).values_list("owner", flat=True))
        owners |= set(CostCentre.objects.exclude(owner=None).values_list("owner", flat=True))
        owners |= {row.person_id for row in self.rows if row.person_id}
        self.people = User.objects.in_bulk(owners)

    def chain(self, asked: Asked) -> list[rules.Step]:
        """Return the steps that the request would take."""
        heads = self.heads_upwards(asked.department, asked.base_total)
        rows = [self._as_rule(row, heads, asked) for row in self.rows if applies(row, asked)]

        def above(person: int) -> int | None:
            return next((h for h in heads if h != person and h != asked.requester_id and h not in asked.barred), None)

        return rules.chain(asked.base_total, rows, asked.requester_id, above, asked.barred)

    def heads_upwards(self, department: Department, base_total: Decimal) -> list[int]:
        """Return heads of the department and of those above it whose limit covers the amount, the nearest first."""
        step, path = Department.steplen, department.path
        found = [self.heads.get(path[:end]) for end in range(len(path), 0, -step)]
        return [head.pk for head in found if head and _able(head, base_total)]

    def _as_rule(self, row: ApprovalRule, heads: Sequence[int], asked: Asked) -> rules.Rule:
        approver = next(iter(heads), None) if row.by_head else self._person(row, heads, asked)
        return rules.Rule(
            row.name, row.amount_from, approver, row.role, self.groups[row.pk], row.quorum, order=row.order
        )

    def _person(self, row: ApprovalRule, heads: Sequence[int], asked: Asked) -> int | None:
        """Whom the rule names; where he has left, or his limit is too low, the nearest head who may."""
        named = row.person_id or self._owner(row, asked)
        person = self.people.get(named) if named else None
        if person is None or _able(person, asked.base_total):
            return named
        return next((h for h in heads if h != named), None)

    def _owner(self, row: ApprovalRule, asked: Asked) -> int | None:
        if row.by_centre_owner:
            return asked.cost_centre.owner_id if asked.cost_centre else None
        owned = [line for line in asked.lines if line.category.owner_id] if row.by_category_owner else []
        return max(owned, key=lambda li: li.amount).category.owner_id if owned else None


def rules_in_force() -> list[ApprovalRule]:
    """Return the rules in force, in their order."""
    rows = ApprovalRule.objects.filter(is_active=True).select_related("category", "department", "person")
    return list(rows.prefetch_related("people"))


def applies(rule: ApprovalRule, asked: Asked) -> bool:
    """Tell whether the rule concerns the request, whatever it costs."""
    in_department = rule.department is None or asked.department.path.startswith(rule.department.path)
    in_category = rule.category is None or any(li.category.path.startswith(rule.category.path) for li in asked.lines)
    in_project = not rule.project or rule.project in {asked.project, *(line.project for line in asked.lines)}
    return in_department and in_category and in_project and (not rule.flag or rule.flag in asked.flags)


def short_of_people(steps: Iterable[rules.Step], asked: Asked) -> list[rules.Step]:
    """Return the steps that could never be given: too few with the role, or with a limit that covers the amount."""
    return [step for step in steps if step.role and _able_with_role(step.role, asked) < step.quorum]


def _able_with_role(role: str, asked: Asked) -> int:
    unfit = {asked.requester_id, *asked.barred}
    return sum(_able(p, asked.base_total) for p in people_with_role(role).exclude(pk__in=unfit))


def _group_of(row: ApprovalRule) -> tuple[int, ...]:
    """The active people of a rule's group; `proposed_people` is what a rule being tried out would have."""
    people = getattr(row, "proposed_people", None)
    if people is None:
        people = row.people.all() if row.pk else []
    return tuple(sorted(p.pk for p in people if p.is_active))


def _able(person: Any, base_total: Decimal) -> bool:
    fit = person.is_active and person.kind == Kind.STAFF
    return fit and (person.approval_limit is None or base_total <= person.approval_limit)
