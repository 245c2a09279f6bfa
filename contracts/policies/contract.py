"""Who makes, accepts and changes contracts."""

from typing import Any

from contracts.models import Contract, Obligation
from srm.accounts.states import Role
from srm.authz import is_system
from suppliers.queries import acts_for
from suppliers.states import MembershipRole, Side

KEEPERS = (Role.CONTRACT_MANAGER, Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_manage_contract(user: Any, contract: Contract | None = None) -> bool:
    """Contract and category managers, and who looks after this one; the house itself, when an award becomes one."""
    mine = contract is not None and contract.manager_id is not None and contract.manager_id == user.pk
    return is_system(user) or user.has_role(*KEEPERS) or mine


def may_answer_contract(user: Any, contract: Contract) -> bool:
    """The supplier's administrators and bidders."""
    return acts_for(user, contract.supplier, MembershipRole.BIDDER)


def may_complete_obligation(user: Any, obligation: Obligation) -> bool:
    """Whoever keeps contracts; the supplier's people for what they owe."""
    contract = obligation.contract
    theirs = obligation.side == Side.SUPPLIER and acts_for(user, contract.supplier)
    return may_manage_contract(user, contract) or theirs
