"""Who decides. The buyer proposes, another approves, the winner answers."""

from typing import Any

from procurement.states import APPROVERS_AT, ApprovalLevel
from srm.accounts.states import Role
from tenders.models import Award, Tender
from tenders.policies.bid import has_declared, may_bid, may_see_prices
from tenders.policies.evaluation import is_chair
from tenders.policies.tender import may_edit_tender


def may_propose_award(user: Any, tender: Tender) -> bool:
    """Who runs the tender; what he proposes must rest on a comparison, which sees to it that scores are frozen."""
    return may_edit_tender(user, tender)


def approver_roles(level: str) -> tuple[Role, ...]:
    """Whom the level frozen with a tender names; the head of procurement where none was kept yet."""
    return APPROVERS_AT.get(level, (Role.PROCUREMENT_HEAD,))


def chair_decides(level: str) -> bool:
    """A committee's chair decides by himself up to the normal level: a seat does not make an executive."""
    return level != ApprovalLevel.EXECUTIVE


def may_approve_award(user: Any, award: Award) -> bool:
    """Whom the tender's approval level names, or its declared chair, but neither the buyer nor who proposed it."""
    tender = award.lot.tender
    if user.pk in (tender.buyer_id, award.created_by_id):
        return False
    named = user.has_role(*approver_roles(tender.approval_level))
    if is_chair(user, tender):
        return has_declared(user, tender) and (named or chair_decides(tender.approval_level))
    return named and may_see_prices(user, tender)


def may_accept_award(user: Any, award: Award) -> bool:
    """The winner's people who may commit it."""
    return may_bid(user, award.supplier)
