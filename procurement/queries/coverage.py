"""The linter of the approval rules: the rules in force as plain facts."""

from collections.abc import Iterable

from procurement.models import ApprovalRule
from procurement.rules.coverage import Finding, RuleFacts, lint
from srm.accounts.models import User
from srm.accounts.states import Kind


def lint_approval_rules() -> list[Finding]:
    """Return the gaps of the approval rules in force; three queries."""
    rows = list(ApprovalRule.objects.filter(is_active=True).select_related("category", "department", "person"))
    people = _people_by_role({row.role for row in rows if row.role})
    return lint(_facts(row, people) for row in rows)


def _people_by_role(roles: Iterable[str]) -> dict[str, list[User]]:
    users = User.objects.filter(is_active=True, kind=Kind.STAFF, role_assignments__role__in=roles)
    found: dict[str, list[User]] = {}
    for user in users.prefetch_related("role_assignments").distinct():
        for assignment in user.role_assignments.all():
            found.setdefault(assignment.role, []).append(user)
    return found


def _facts(row: ApprovalRule, people: dict[str, list[User]]) -> RuleFacts:
    able = [row.person] if row.person else people.get(row.role, [])
    known = bool(row.person or row.role)
    return RuleFacts(
        name=row.name,
        amount_from=row.amount_from,
        scope=(row.category.code if row.category else "", row.department.code if row.department else ""),
        approver=_approver(row),
        people=len([p for p in able if p.is_active]) if known else None,
        limits=tuple(p.approval_limit for p in able if p.is_active),
    )


def _approver(row: ApprovalRule) -> str:
    if row.by_head:
        return "head"
    if row.by_category_owner:
        return "owner"
    return f"person:{row.person_id}" if row.person_id else f"role:{row.role}" if row.role else ""
