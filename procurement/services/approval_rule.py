"""The rules that make the chain of approvals. They hold for requests sent from then on; sent ones keep their chain."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import ApprovalRuleChanged, ApprovalRuleCreated, ApprovalRuleDeactivated
from procurement.models import ApprovalRule
from procurement.policies.planning import may_manage_approval_rules
from srm.accounts.models import User
from srm.authz import require
from srm.errors import Invalid, Refused
from srm.events.services import record

FIELDS = (
    "name", "order", "amount_from", "category", "department", "project", "flag", "by_head", "by_category_owner",
    "by_centre_owner", "role", "person", "quorum",
)  # fmt: skip


@transaction.atomic
def create_approval_rule(*, by: Any, people: Sequence[User] = (), **fields: Any) -> ApprovalRule:
    """Add a rule. Records ApprovalRuleCreated. Raises Invalid unless it asks for exactly one kind of approver."""
    _require(by)
    rule = ApprovalRule(**_known(fields))
    _check(rule, people)
    rule.save()
    rule.people.set(people)
    record(ApprovalRuleCreated(rule.name), subject=rule, by=by)
    return rule


@transaction.atomic
def change_approval_rule(
    *, rule: ApprovalRule, by: Any, people: Sequence[User] | None = None, **fields: Any
) -> ApprovalRule:  # fmt: skip
    """Change a rule in force. Records ApprovalRuleChanged with the fields that are different now."""
    _require(by)
    rule = ApprovalRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if not rule.is_active:
        raise Refused(_("This rule is out of force; make a new one."), code="wrong_state")
    changed = [name for name, value in _known(fields).items() if getattr(rule, name) != value]
    for name in changed:
        setattr(rule, name, fields[name])
    before = list(rule.people.order_by("pk"))
    group = before if people is None else sorted(people, key=lambda p: p.pk)
    _check(rule, group)
    rule.save()
    if group != before:
        rule.people.set(group)
        changed.append("people")
    if changed:
        record(ApprovalRuleChanged(rule.name, sorted(changed)), subject=rule, by=by)
    return rule


@transaction.atomic
def deactivate_approval_rule(*, rule: ApprovalRule, reason: str, by: Any) -> ApprovalRule:
    """Take a rule out of force, with a reason. Records ApprovalRuleDeactivated."""
    _require(by)
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    rule = ApprovalRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if not rule.is_active:
        raise Refused(_("This rule is out of force already."), code="wrong_state")
    rule.is_active = False
    rule.save(update_fields=["is_active"])
    record(ApprovalRuleDeactivated(rule.name, reason), subject=rule, by=by)
    return rule


def _require(by: Any) -> None:
    require(
        may_manage_approval_rules(by),
        _("Approval rules are set by the administrator or the head of procurement."),
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(FIELDS):
        raise Invalid({name: _("This cannot be set.") for name in unknown})
    return fields


def _check(rule: ApprovalRule, people: Sequence[User]) -> None:
    asked = [
        rule.by_head, rule.by_category_owner, rule.by_centre_owner, bool(rule.role), rule.person_id is not None,
        bool(people),
    ]  # fmt: skip
    if sum(asked) != 1:
        raise Invalid({"by_head": _("Choose one: the head, an owner, a role, a person or several people.")})
    most = len(people) if people else None if rule.role else 1
    if rule.quorum < 1 or (most is not None and rule.quorum > most):
        raise Invalid({"quorum": _("Not more than there are people; one where a single person is asked.")})
    if rule.amount_from < 0:
        raise Invalid({"amount_from": _("Must not be negative.")})
