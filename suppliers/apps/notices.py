"""The kinds of notices, and what waits for a person."""

from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import Role
from srm.clock import organisation_zone
from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.ui.doors import supplier_of
from suppliers.models import BankAccount, JointAction, Qualification, Supplier
from suppliers.policies.supplier import may_manage_plan
from suppliers.states import Side, SupplierStatus


def register() -> None:
    """Register kinds and listers."""
    for kind in KINDS:
        register_kind(kind)
    for lister in (supplier_tasks, qualification_tasks, account_tasks, plan_tasks, portal_plan_tasks):
        waiting.register(lister)


def _kind(key: str, label: Any, title: Any, action: Any, **more: Any) -> NoticeKind:
    return NoticeKind(key=f"suppliers.{key}", label=label, title=title, action=action, **more)


KINDS = (
    _kind("applied", _("A supplier applies"), _("%(name)s asks to be confirmed"), _("Look at the supplier")),
    _kind("account_proposed", _("A bank account waits for confirmation"),
          _("A new bank account of %(name)s waits for confirmation"), _("Look at the account")),
    _kind("band_dropped", _("A supplier of mine got worse"), _("%(name)s fell to a lower band: %(total)s of 100"),
          _("Look at the scorecard")),
    _kind("proposed", _("A supplier proposes a step"), _("%(name)s proposes: %(title)s"), _("Answer")),
    _kind("confirmed", _("Your company is confirmed"), _("Your company is confirmed as a supplier"),
          _("Look at your company"), portal=True),
    _kind("qualified", _("A decision on what you can supply"), _("%(category)s: %(decision)s"),
          _("Look at your company"), body=_("%(note)s"), portal=True),
    _kind("account_decided", _("A decision on your bank account"),
          _("Your bank account ending %(end)s: %(decision)s"), _("Look at your company"), body=_("%(reason)s"),
          portal=True, mandatory=True),
    _kind("plan_shared", _("A joint plan is shared"), _("A joint plan with you: %(title)s"), _("Look at the plan"),
          portal=True),
    _kind("step_proposed", _("The buyer proposes a step"), _("Proposed to you: %(title)s"), _("Answer"), portal=True),
)  # fmt: skip


def supplier_tasks(user: Any) -> list[waiting.Task]:
    """Suppliers that applied and that this person may confirm."""
    if user.is_portal or not user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD):
        return []
    rows = Supplier.objects.filter(status=SupplierStatus.APPLIED).exclude(created_by=user)
    return [_task(s.name, s.get_absolute_url(), _("Confirm"), number=s.number, kind="approve") for s in rows[:50]]


def qualification_tasks(user: Any) -> list[waiting.Task]:
    """Qualifications asked for, in one's own categories and in those nobody owns."""
    if user.is_portal or not user.has_role(Role.CATEGORY_MANAGER):
        return []
    rows = Qualification.objects.requested().select_related("supplier", "category")
    mine = rows.filter(category__owner=user) | rows.filter(category__owner=None)
    return [
        _task(
            q.supplier.name, reverse("suppliers:qualification-qualify", args=[q.public_id]), _("Decide"),
            subtitle=str(q.category), kind="approve",
        )
        for q in mine[:50]
    ]  # fmt: skip


def account_tasks(user: Any) -> list[waiting.Task]:
    """Bank accounts that somebody else entered."""
    if user.is_portal or not user.has_role(Role.FINANCE):
        return []
    rows = BankAccount.objects.proposed().exclude(created_by=user).select_related("supplier")
    return [
        _task(a.supplier.name, a.supplier.get_absolute_url(), _("Confirm"), subtitle=a.iban, kind="approve")
        for a in rows[:50]
    ]


def plan_tasks(user: Any) -> list[waiting.Task]:
    """Steps that suppliers proposed in one's own plans, and steps we owe there."""
    if user.is_portal or not may_manage_plan(user):
        return []
    rows = JointAction.objects.filter(plan__owner=user).select_related("plan__supplier")
    asked = [_step(a, a.plan.get_absolute_url(), _("Answer")) for a in rows.waiting_for(Side.BUYER)]
    return asked + [_step(a, a.plan.get_absolute_url(), _("Do"), due=True) for a in rows.owed_by(Side.BUYER)]


def portal_plan_tasks(user: Any) -> list[waiting.Task]:
    """The same on the supplier's side."""
    supplier = supplier_of(user) if user.is_portal else None
    if supplier is None:
        return []
    rows = JointAction.objects.for_supplier(supplier).select_related("plan__supplier")
    asked = [_step(a, _portal_page(a), _("Answer")) for a in rows.waiting_for(Side.SUPPLIER)]
    return asked + [_step(a, _portal_page(a), _("Do"), due=True) for a in rows.owed_by(Side.SUPPLIER)]


def _portal_page(action: JointAction) -> str:
    return reverse("suppliers:portal-joint-plan-detail", args=[action.plan.public_id])


def _step(action: JointAction, url: str, label: Any, *, due: bool = False) -> waiting.Task:
    end = datetime.combine(action.due_on, time(23, 59), organisation_zone()) if due else None
    return _task(action.title, url, label, subtitle=action.plan.title, number=action.plan.number, due=end, kind="todo")


def _task(title: str, url: str, label: Any, *, due: datetime | None = None, **more: Any) -> waiting.Task:
    return waiting.Task(due=due, title=title, url=url, action_label=label, **more)
