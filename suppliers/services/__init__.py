from suppliers.services.bank import confirm_bank_account, propose_bank_account, reject_bank_account
from suppliers.services.fact import record_observation, withdraw_observation
from suppliers.services.history import HistoryRow, import_history
from suppliers.services.invitation import (
    accept_invitation,
    find_invitation,
    invitation_key,
    invite_supplier,
    join_supplier,
    mail_invitation,
    revoke_invitation,
)
from suppliers.services.measuring import CriterionInput, ask_for_scorecards, compute_all_scorecards, weigh_criteria
from suppliers.services.membership import add_membership, end_membership
from suppliers.services.plan import (
    agree_joint_action,
    close_joint_plan,
    complete_joint_action,
    create_joint_plan,
    decline_joint_action,
    propose_joint_action,
    share_joint_plan,
)
from suppliers.services.preference import declare_customer_view, judge_attractiveness, write_preferences
from suppliers.services.qualification import (
    add_certificate,
    qualify_supplier,
    reject_qualification,
    replace_certificate,
    request_qualification,
)
from suppliers.services.revenue import state_revenue
from suppliers.services.rhythm import set_review_rhythm
from suppliers.services.scorecard import compute_scorecard, rate_supplier
from suppliers.services.segment import hold_review, resegment, resegment_all
from suppliers.services.supplier import (
    apply_supplier,
    block_supplier,
    confirm_supplier,
    create_supplier,
    resume_supplier,
    suspend_supplier,
    update_supplier,
)
from suppliers.services.supply_class import classify_supply

__all__ = [
    "CriterionInput",
    "HistoryRow",
    "accept_invitation",
    "add_certificate",
    "add_membership",
    "agree_joint_action",
    "apply_supplier",
    "ask_for_scorecards",
    "block_supplier",
    "classify_supply",
    "close_joint_plan",
    "complete_joint_action",
    "compute_all_scorecards",
    "compute_scorecard",
    "confirm_bank_account",
    "confirm_supplier",
    "create_joint_plan",
    "create_supplier",
    "declare_customer_view",
    "decline_joint_action",
    "end_membership",
    "find_invitation",
    "hold_review",
    "import_history",
    "invitation_key",
    "invite_supplier",
    "join_supplier",
    "judge_attractiveness",
    "mail_invitation",
    "propose_bank_account",
    "propose_joint_action",
    "qualify_supplier",
    "rate_supplier",
    "record_observation",
    "reject_bank_account",
    "reject_qualification",
    "replace_certificate",
    "request_qualification",
    "resegment",
    "resegment_all",
    "resume_supplier",
    "revoke_invitation",
    "set_review_rhythm",
    "share_joint_plan",
    "state_revenue",
    "suspend_supplier",
    "update_supplier",
    "weigh_criteria",
    "withdraw_observation",
    "write_preferences",
]
