"""Who decides. The buyer proposes, another approves, the winner answers."""

from typing import Any

from srm.accounts.states import Role
from tenders.models import Award, Tender
from tenders.policies.bid import has_declared, may_bid, may_see_prices
from tenders.policies.evaluation import is_chair
from tenders.policies.tender import may_edit_tender


def may_propose_award(user: Any, tender: Tender) -> bool:
    """Who runs the tender; what he proposes must rest on a comparison, which sees to it that scores are frozen."""
    return may_edit_tender(user, tender)


def may_approve_award(user: Any, award: Award) -> bool:
    """The declared chair or the head of procurement, but neither the buyer nor who proposed it."""
    tender = award.lot.tender
    if user.pk in (tender.buyer_id, award.created_by_id):
        return False
    if is_chair(user, tender):
        return has_declared(user, tender)
    return user.has_role(Role.PROCUREMENT_HEAD) and may_see_prices(user, tender)


def may_accept_award(user: Any, award: Award) -> bool:
    """The winner's people who may commit it."""
    return may_bid(user, award.supplier)
