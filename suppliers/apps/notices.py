"""The kinds of notices, and what waits for a person."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import Role
from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.reference.models import category_name
from srm.ui.doors import supplier_of
from suppliers.models import BankAccount, JointAction, Qualification, Supplier, SupplierPreference, SupplierSegment
from suppliers.policies.supplier import may_manage_plan
from suppliers.queries import care
from suppliers.states import Side, SupplierStatus


def register() -> None:
    """Register kinds and listers."""
    for kind in KINDS:
        register_kind(kind)
    waiting.register(applicants, _shown("suppliers:supplier-detail", _("Confirm"), "approve"))
    waiting.register(qualifications, _shown("suppliers:qualification-qualify", _("Decide"), "approve"))
    waiting.register(accounts, _shown("suppliers:supplier-detail", _("Confirm"), "approve"))
    plan, portal_plan = "suppliers:joint-plan-detail", "suppliers:portal-joint-plan-detail"
    waiting.register(proposed_steps, _shown(plan, _("Answer"), "todo"))
    waiting.register(owed_steps, _shown(plan, _("Do"), "todo"))
    page = "suppliers:supplier-detail"
    waiting.register(without_owner, _shown(page, _("Name an owner"), "todo"))
    waiting.register(without_plan, _shown(page, _("Make a joint plan"), "todo"))
    waiting.register(due_reviews, _shown(page, _("Hold the review"), "todo"))
    waiting.register(unwanted_by, _unwanted)
    waiting.register(portal_proposed_steps, _shown(portal_plan, _("Answer"), "todo"), portal=True)
    waiting.register(portal_owed_steps, _shown(portal_plan, _("Do"), "todo"), portal=True)


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


def applicants(user: Any) -> QuerySet[Supplier] | None:
    """Suppliers that applied and that this person may confirm."""
    if not user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD):
        return None
    rows = Supplier.objects.filter(status=SupplierStatus.APPLIED).exclude(created_by=user)
    return waiting.rows(rows, title="name", number="number")


def qualifications(user: Any) -> QuerySet[Qualification] | None:
    """Qualifications asked for, in one's own categories and in those nobody owns."""
    if not user.has_role(Role.CATEGORY_MANAGER):
        return None
    rows = Qualification.objects.requested().filter(Q(category__owner=user) | Q(category__owner=None))
    return waiting.rows(rows, title="supplier__name", subtitle=category_name("category__"))


def accounts(user: Any) -> QuerySet[BankAccount] | None:
    """Bank accounts that somebody else entered."""
    if not user.has_role(Role.FINANCE):
        return None
    rows = BankAccount.objects.proposed().exclude(created_by=user)
    return waiting.rows(rows, key="supplier__public_id", title="supplier__name", subtitle="iban")


def without_owner(user: Any) -> QuerySet[SupplierSegment]:
    """Suppliers in one's own categories whom nobody looks after."""
    return _standing(care.without_owner(user))


def without_plan(user: Any) -> QuerySet[SupplierSegment]:
    """Suppliers in one's own categories who lack a joint plan."""
    return _standing(care.without_plan(user))


def due_reviews(user: Any) -> QuerySet[SupplierSegment]:
    """Suppliers in one's own categories, or one's own in nobody's, whose review comes or is late."""
    return _standing(care.due_reviews(user), on="review_due_on")


def unwanted_by(user: Any) -> QuerySet[SupplierPreference]:
    """Suppliers of one's own strategic and bottleneck categories who see a nuisance in us."""
    return _standing(care.unwanted_by(user), state=F("quadrant"))


def proposed_steps(user: Any) -> QuerySet[JointAction] | None:
    """Steps that suppliers proposed in one's own plans."""
    asked = JointAction.objects.filter(plan__owner=user).waiting_for(Side.BUYER)
    return _steps(asked) if may_manage_plan(user) else None


def owed_steps(user: Any) -> QuerySet[JointAction] | None:
    """Steps that we owe there."""
    owed = JointAction.objects.filter(plan__owner=user).owed_by(Side.BUYER)
    return _steps(owed, on="due_on") if may_manage_plan(user) else None


def portal_proposed_steps(user: Any) -> QuerySet[JointAction] | None:
    """Steps that we proposed to the supplier."""
    supplier = supplier_of(user)
    return _steps(JointAction.objects.for_supplier(supplier).waiting_for(Side.SUPPLIER)) if supplier else None


def portal_owed_steps(user: Any) -> QuerySet[JointAction] | None:
    """Steps that the supplier owes."""
    supplier = supplier_of(user)
    return _steps(JointAction.objects.for_supplier(supplier).owed_by(Side.SUPPLIER), on="due_on") if supplier else None


def _keeps_plans(user: Any) -> bool:
    return may_manage_plan(user)


def _steps(found: QuerySet[JointAction], **more: Any) -> QuerySet[JointAction]:
    return waiting.rows(
        found, key="plan__public_id", title="title", subtitle="plan__title", number="plan__number", **more
    )


def _standing(found: QuerySet[Any], **more: Any) -> QuerySet[Any]:
    subtitle = category_name("category__")
    return waiting.rows(
        found, key="supplier__public_id", title="supplier__name", subtitle=subtitle, number="supplier__number", **more
    )


def _unwanted(row: waiting.Row) -> waiting.Task:
    """A strategic category is a red flag, a bottleneck a weaker one."""
    words = _("Red flag: sees a nuisance in us. %(category)s is strategic")
    if row.state != "strategic":
        words = _("Sees a nuisance in us. %(category)s is a bottleneck")
    subtitle = str(words) % {"category": row.subtitle}
    return row.task("suppliers:supplier-detail", _("Win him over"), kind="todo", subtitle=subtitle)


def _shown(page: str, label: Any, kind: str) -> waiting.Show:
    return lambda row: row.task(page, label, kind=kind)
