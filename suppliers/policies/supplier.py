"""Who may enter, confirm, invite and judge suppliers."""

from typing import Any

from srm.accounts.models import User
from srm.accounts.states import PROCUREMENT_ROLES, Role
from srm.authz import is_system
from suppliers.models import BankAccount, JointAction, JointPlan, Supplier
from suppliers.models.scorer import scores_nowhere
from suppliers.queries import acts_for
from suppliers.states import MembershipRole, Side


def may_create_supplier(user: Any) -> bool:
    """Procurement; the house itself, when it imports history."""
    return is_system(user) or user.has_role(*PROCUREMENT_ROLES)


def may_edit_supplier(user: Any, supplier: Supplier) -> bool:
    """Procurement, and the supplier's own administrators."""
    return user.has_role(*PROCUREMENT_ROLES) or acts_for(user, supplier, MembershipRole.ADMIN)


def may_confirm_supplier(user: Any, supplier: Supplier) -> bool:
    """Category managers and the head of procurement, never who entered the supplier."""
    if is_system(user):
        return True
    return user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD) and supplier.created_by_id != user.pk


def may_block_supplier(user: Any, supplier: Supplier) -> bool:
    """Category managers and the head of procurement."""
    return user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_invite_supplier(user: Any, supplier: Supplier) -> bool:
    """Procurement, and the supplier's own administrators for colleagues; the house itself, for a tender."""
    return is_system(user) or may_edit_supplier(user, supplier)


def may_manage_members(user: Any, supplier: Supplier) -> bool:
    """The supplier's own administrators, and ours."""
    return is_system(user) or user.has_role(Role.ADMIN) or acts_for(user, supplier, MembershipRole.ADMIN)


def may_propose_bank_account(user: Any, supplier: Supplier) -> bool:
    """The supplier's finance people and administrators, and our finance."""
    return user.has_role(Role.FINANCE) or acts_for(user, supplier, MembershipRole.FINANCE)


def may_confirm_bank_account(user: Any, account: BankAccount) -> bool:
    """Our finance, never who proposed it."""
    return user.has_role(Role.FINANCE) and account.created_by_id != user.pk


def may_qualify_supplier(user: Any, supplier: Supplier) -> bool:
    """Category managers and the head of procurement; the house itself, when it imports."""
    return is_system(user) or user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_request_qualification(user: Any, supplier: Supplier) -> bool:
    """The supplier himself, or procurement for him."""
    return is_system(user) or may_edit_supplier(user, supplier)


def may_compute_scorecard(user: Any) -> bool:
    """Procurement; the house itself."""
    return is_system(user) or user.has_role(*PROCUREMENT_ROLES)


def may_weigh_criteria(user: Any) -> bool:
    """Category managers and the head of procurement; the house itself."""
    return is_system(user) or user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_rate_supplier(user: Any) -> bool:
    """Any of our own people."""
    return getattr(user, "kind", None) == "staff" and user.is_active


def may_manage_plan(user: Any, plan: JointPlan | None = None) -> bool:
    """Procurement."""
    return user.has_role(*PROCUREMENT_ROLES)


def side_of(user: Any, plan: JointPlan) -> str | None:
    """Return which side of a joint plan the user speaks for, or None."""
    if acts_for(user, plan.supplier):
        return Side.SUPPLIER
    return Side.BUYER if may_manage_plan(user, plan) else None


def may_decide_action(user: Any, action: JointAction) -> bool:
    """The other side than the one that proposed it."""
    side = side_of(user, action.plan)
    return side is not None and side != action.proposed_by_side


def may_complete_action(user: Any, action: JointAction) -> bool:
    """Either side."""
    return side_of(user, action.plan) is not None


def may_import_history(user: Any) -> bool:
    """Procurement and administrators; the house itself, when the example company is made."""
    return is_system(user) or user.has_role(*PROCUREMENT_ROLES, Role.ADMIN)


def may_review_supplier(user: Any) -> bool:
    """Procurement; the house itself, when the example company is made."""
    return is_system(user) or user.has_role(*PROCUREMENT_ROLES)


def may_import_judgements(user: Any) -> bool:
    """Procurement. Asked on every page, for the menu: that a scorer judges nothing is seen to row by row."""
    return user.has_role(*PROCUREMENT_ROLES)


def may_judge_attractiveness(user: Any) -> bool:
    """Procurement, except who scores bids now: the answer would tell him how the supplier sees us."""
    return may_import_judgements(user) and User.objects.filter(scores_nowhere(user), pk=user.pk).exists()


def may_state_revenue(user: Any) -> bool:
    """Procurement; the house itself, when the example company is made."""
    return is_system(user) or user.has_role(*PROCUREMENT_ROLES)


def may_declare(user: Any, supplier: Supplier) -> bool:
    """The supplier's own administrators, and nobody for them."""
    return acts_for(user, supplier, MembershipRole.ADMIN)


def may_classify_supply(user: Any) -> bool:
    """Procurement; the house itself."""
    return may_compute_scorecard(user)
