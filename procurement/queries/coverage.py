"""The linter of the approval rules: the rules in force as plain facts."""

from collections.abc import Iterable

from django.utils import timezone

from procurement.models import ApprovalRule
from procurement.queries.rulebook import rules_in_force
from procurement.rules.coverage import Finding, RuleFacts, lint
from srm.accounts.models import Delegation, User
from srm.accounts.states import Kind


def lint_approval_rules(rows: list[ApprovalRule] | None = None) -> list[Finding]:
    """Return what is wrong with the approval rules in force (or with those given); five queries."""
    rows = rules_in_force() if rows is None else rows
    people = _people_by_role({row.role for row in rows if row.role})
    standing_in = Delegation.objects.in_force(timezone.now()).select_related("principal", "substitute")
    return lint((_facts(row, people) for row in rows), {d.principal.name: d.substitute.name for d in standing_in})


def _people_by_role(roles: Iterable[str]) -> dict[str, list[User]]:
    users = User.objects.filter(is_active=True, kind=Kind.STAFF, role_assignments__role__in=roles)
    found: dict[str, list[User]] = {}
    for user in users.prefetch_related("role_assignments").distinct():
        for assignment in user.role_assignments.all():
            found.setdefault(assignment.role, []).append(user)
    return found


def _facts(row: ApprovalRule, people: dict[str, list[User]]) -> RuleFacts:
    group = [] if row.pk is None else list(row.people.all())
    able = [row.person] if row.person else group or people.get(row.role, [])
    known = bool(row.person or row.role or group)
    category, department = row.category, row.department
    return RuleFacts(
        name=row.name,
        amount_from=row.amount_from,
        scope=(category.code if category else "", department.code if department else "", row.project, row.flag),
        approver=_approver(row, group),
        people=len([p for p in able if p.is_active]) if known else None,
        limits=tuple(p.approval_limit for p in able if p.is_active),
        quorum=row.quorum,
        reachable=(category is None or category.is_active) and (department is None or department.is_active),
    )


def _approver(row: ApprovalRule, group: list[User]) -> str:
    for asked, word in ((row.by_head, "head"), (row.by_category_owner, "owner"), (row.by_centre_owner, "centre")):
        if asked:
            return word
    if group:
        return "people:" + ",".join(str(p.pk) for p in sorted(group, key=lambda p: p.pk))
    return f"person:{row.person_id}" if row.person_id else f"role:{row.role}" if row.role else ""
