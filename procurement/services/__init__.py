from procurement.services.approval import (
    approve_requisition,
    approve_requisitions,
    reject_requisition,
    return_requisition,
)
from procurement.services.approval_batch import Outcome
from procurement.services.approval_rule import (
    change_approval_rule,
    create_approval_rule,
    deactivate_approval_rule,
)
from procurement.services.arrangement import end_arrangement, register_arrangement
from procurement.services.award import settle_award
from procurement.services.budget import commit_budget, release_budget, restore_budget, set_budget
from procurement.services.budget_rate import set_budget_rate
from procurement.services.bundle import (
    cancel_bundle,
    close_bundle,
    confirm_bundle,
    create_bundle,
    move_line,
    name_surplus_owner,
    propose_bundles,
    release_bundle,
    reopen_bundle,
    start_sourcing,
)
from procurement.services.carry_over import carry_over_budget
from procurement.services.category import add_category, change_category, codes_told, move_category
from procurement.services.chain import add_approver, add_watcher
from procurement.services.classification import ClassificationEntry, load_built_in, load_classification
from procurement.services.competence import end_competence, set_competence
from procurement.services.criterion import add_criterion, change_axis, change_criterion, import_scores
from procurement.services.cycle import (
    DecisionInput,
    GoalInput,
    begin_review,
    close_cycle_row,
    complete_decision,
    create_cycle,
    start_cycle,
    start_successor,
)
from procurement.services.escalation import escalate_overdue_approvals, remind_holder
from procurement.services.gathering import continue_gathering, gather_lines
from procurement.services.item import retire_item, set_item
from procurement.services.mail import draft_from_mail
from procurement.services.measurement import (
    finish_measurement,
    measure_what_is_due,
    request_measurement,
    request_measurement_later,
)
from procurement.services.overrun import allow_overrun, assign_line
from procurement.services.plan import approve_supply_plan, create_supply_plan, remove_plan_line, set_plan_line
from procurement.services.position import position_all, position_category
from procurement.services.power import PowerInput, score_power
from procurement.services.progress import report_progress, report_received, retract_progress
from procurement.services.rating import rate_requisition
from procurement.services.reorder import reorder_stock
from procurement.services.requisition import (
    LineInput,
    cancel_requisition,
    complete_requisition,
    copy_requisition,
    create_requisition,
    draft_lines,
    recall_requisition,
    submit_requisition,
    update_requisition,
    wrong_day,
)
from procurement.services.requisition_batch import DraftInput, DraftRefused, create_requisitions
from procurement.services.revision import LineChange, revise_requisition
from procurement.services.route import choose_route
from procurement.services.saving import report_saving, withdraw_saving
from procurement.services.score import lift_consensus, record_consensus, score_criterion, withdraw_score
from procurement.services.stock import (
    expect_into_stock,
    issue_from_stock,
    receive_into_stock,
    release_expired_reservations,
    release_reservations,
    set_stock,
    take_back_receipt,
)
from procurement.services.strategy import (
    approve_strategy,
    draft_strategy,
    return_strategy,
    submit_strategy,
    update_strategy,
)
from procurement.services.strategy_ageing import outdate_due_strategies
from procurement.services.strategy_import import StrategyInput, drafting_faults, import_strategies
from procurement.services.strategy_progress import reach_milestone, report_lever
from procurement.services.target import drop_target, print_portfolio, set_target
from procurement.services.template import delete_template, keep_template, use_template
from procurement.services.transfer import cancel_transfer, issue_transfer, receive_transfer, request_transfer
from procurement.services.weighing import weigh_axis

__all__ = [
    "ClassificationEntry",
    "DecisionInput",
    "DraftInput",
    "DraftRefused",
    "GoalInput",
    "LineChange",
    "LineInput",
    "Outcome",
    "PowerInput",
    "StrategyInput",
    "add_approver",
    "add_category",
    "add_criterion",
    "add_watcher",
    "allow_overrun",
    "approve_requisition",
    "approve_requisitions",
    "approve_strategy",
    "approve_supply_plan",
    "assign_line",
    "begin_review",
    "cancel_bundle",
    "cancel_requisition",
    "cancel_transfer",
    "carry_over_budget",
    "change_approval_rule",
    "change_axis",
    "change_category",
    "change_criterion",
    "choose_route",
    "close_bundle",
    "close_cycle_row",
    "codes_told",
    "commit_budget",
    "complete_decision",
    "complete_requisition",
    "confirm_bundle",
    "continue_gathering",
    "copy_requisition",
    "create_approval_rule",
    "create_bundle",
    "create_cycle",
    "create_requisition",
    "create_requisitions",
    "create_supply_plan",
    "deactivate_approval_rule",
    "delete_template",
    "draft_from_mail",
    "draft_lines",
    "draft_strategy",
    "drafting_faults",
    "drop_target",
    "end_arrangement",
    "end_competence",
    "escalate_overdue_approvals",
    "expect_into_stock",
    "finish_measurement",
    "gather_lines",
    "import_scores",
    "import_strategies",
    "issue_from_stock",
    "issue_transfer",
    "keep_template",
    "lift_consensus",
    "load_built_in",
    "load_classification",
    "measure_what_is_due",
    "move_category",
    "move_line",
    "name_surplus_owner",
    "outdate_due_strategies",
    "position_all",
    "position_category",
    "print_portfolio",
    "propose_bundles",
    "rate_requisition",
    "reach_milestone",
    "recall_requisition",
    "receive_into_stock",
    "receive_transfer",
    "record_consensus",
    "register_arrangement",
    "reject_requisition",
    "release_budget",
    "release_bundle",
    "release_expired_reservations",
    "release_reservations",
    "remind_holder",
    "remove_plan_line",
    "reopen_bundle",
    "reorder_stock",
    "report_lever",
    "report_progress",
    "report_received",
    "report_saving",
    "request_measurement",
    "request_measurement_later",
    "request_transfer",
    "restore_budget",
    "retire_item",
    "retract_progress",
    "return_requisition",
    "return_strategy",
    "revise_requisition",
    "score_criterion",
    "score_power",
    "set_budget",
    "set_budget_rate",
    "set_competence",
    "set_item",
    "set_plan_line",
    "set_stock",
    "set_target",
    "settle_award",
    "start_cycle",
    "start_sourcing",
    "start_successor",
    "submit_requisition",
    "submit_strategy",
    "take_back_receipt",
    "update_requisition",
    "update_strategy",
    "use_template",
    "weigh_axis",
    "withdraw_saving",
    "withdraw_score",
    "wrong_day",
]
