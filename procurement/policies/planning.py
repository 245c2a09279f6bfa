"""Who plans and buys: bundles, supply plans, budgets, stock, categories, strategies, cycles."""

from typing import Any

from procurement.models import (
    Budget,
    Bundle,
    CriterionScore,
    CycleDecision,
    Requisition,
    StockTransfer,
    Strategy,
    SupplyPlan,
)
from procurement.states import APPROVERS_AT
from srm.accounts.states import ORGANISATION_ROLES, PROCUREMENT_ROLES, Role
from srm.authz import is_system
from srm.reference.models import Category


def may_manage_bundles(user: Any, bundle: Bundle | None = None) -> bool:
    """Buyers and category managers; the house itself, when it proposes."""
    return is_system(user) or user.has_role(*PROCUREMENT_ROLES)


def may_set_competence(user: Any, competence: Any = None) -> bool:
    """The head of procurement."""
    return user.has_role(Role.PROCUREMENT_HEAD)


def may_set_budget(user: Any) -> bool:
    """Finance."""
    return user.has_role(Role.FINANCE)


def may_allow_overrun(user: Any, budget: Budget, requisition: Requisition | None = None) -> bool:
    """The role that the budget names, never for an own request."""
    named = bool(budget.exception_role) and user.has_role(budget.exception_role)
    return named and (requisition is None or requisition.requester_id != user.pk)


def may_assign_line(user: Any, requisition: Requisition) -> bool:
    """The requester, and finance: what article and project a line is of."""
    return requisition.requester_id == user.pk or user.has_role(Role.FINANCE)


def may_book_budget(user: Any) -> bool:
    """Bookings follow from approvals, orders, receipts and invoices, whoever did those."""
    return is_system(user) or user.is_active


def may_manage_stock(user: Any) -> bool:
    """The warehouse; the house itself."""
    return is_system(user) or user.has_role(Role.WAREHOUSE)


def may_request_transfer(user: Any) -> bool:
    """Everyone on the staff who belongs to a department; the warehouse."""
    return not user.is_portal and user.is_active and (user.department_id is not None or user.has_role(Role.WAREHOUSE))


def may_move_transfer(user: Any, transfer: StockTransfer) -> bool:
    """The warehouse hands out and receives."""
    return user.has_role(Role.WAREHOUSE)


def may_cancel_transfer(user: Any, transfer: StockTransfer) -> bool:
    """Who asked for it, or the warehouse."""
    return transfer.created_by_id == user.pk or user.has_role(Role.WAREHOUSE)


def may_manage_approval_rules(user: Any) -> bool:
    """Administrators and the head of procurement."""
    return user.has_role(Role.ADMIN, Role.PROCUREMENT_HEAD)


def may_manage_items(user: Any) -> bool:
    """Procurement and administrators."""
    return user.has_role(*PROCUREMENT_ROLES, Role.ADMIN)


def may_manage_category(user: Any) -> bool:
    """Category managers, the head of procurement, administrators."""
    return user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD, Role.ADMIN)


def may_load_classification(user: Any) -> bool:
    """Who keeps categories; the house itself, for what it brings along."""
    return is_system(user) or may_manage_category(user)


def may_score_category(user: Any, category: Category) -> bool:
    """Category managers and the head of procurement."""
    return user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_withdraw_score(user: Any, score: CriterionScore) -> bool:
    """Who gave it, while he keeps categories."""
    return score.scorer_id == getattr(user, "pk", None) and may_score_category(user, score.category)


def may_position_category(user: Any, category: Category | None = None) -> bool:
    """Category managers; the house itself, when facts arrive."""
    return is_system(user) or user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_set_target(user: Any, category: Category) -> bool:
    """Category managers and the head of procurement: a target is a promise, not a measurement."""
    return user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_draft_strategy(user: Any, category: Category) -> bool:
    """Category managers and the head of procurement."""
    return user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_edit_strategy(user: Any, strategy: Strategy) -> bool:
    """Its author, while it is a draft (the lifecycle looks after that)."""
    return strategy.created_by_id == user.pk


def may_approve_strategy(user: Any, strategy: Strategy) -> bool:
    """Whom its approval level names, never its author."""
    return user.has_role(*APPROVERS_AT[strategy.approval_level]) and strategy.created_by_id != user.pk


def may_report_strategy(user: Any, strategy: Strategy) -> bool:
    """Its author, the category's owner and the head of procurement: what levers brought, what was reached."""
    mine = user.pk is not None and user.pk in (strategy.created_by_id, strategy.category.owner_id)
    return mine or user.has_role(Role.PROCUREMENT_HEAD)


def may_plan_supply(user: Any) -> bool:
    """Category managers and the head of procurement."""
    return user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_approve_supply_plan(user: Any, plan: SupplyPlan) -> bool:
    """Finance or the head of procurement, never who made it."""
    return user.has_role(Role.PROCUREMENT_HEAD, Role.FINANCE) and plan.created_by_id != user.pk


def may_manage_cycle(user: Any) -> bool:
    """The head of procurement; the house itself, when a cycle starts its successor."""
    return is_system(user) or user.has_role(Role.PROCUREMENT_HEAD)


def may_see_portfolio(user: Any) -> bool:
    """Procurement, finance and the auditor."""
    return user.has_role(*ORGANISATION_ROLES)


def may_change_criterion(user: Any, criterion: Any = None) -> bool:
    """The head of procurement: the weights decide where every category stands."""
    return user.has_role(Role.PROCUREMENT_HEAD)


def may_complete_decision(user: Any, decision: CycleDecision) -> bool:
    """Its owner, or the head of procurement."""
    return decision.owner_id == user.pk or may_manage_cycle(user)
