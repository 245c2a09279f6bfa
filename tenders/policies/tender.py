"""Who runs a tender: its buyer, and the head of procurement in his place."""

from typing import Any

from srm.accounts.states import Role
from tenders.models import Tender

RUNNERS = (Role.BUYER, Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD)


def may_create_tender(user: Any) -> bool:
    """Buyers, category managers and the head of procurement."""
    return user.has_role(*RUNNERS)


def may_edit_tender(user: Any, tender: Tender) -> bool:
    """Its buyer as long as he buys, or the head of procurement: drafts, invitations, answers, amendments."""
    return user.has_role(Role.PROCUREMENT_HEAD) or (tender.buyer_id == user.pk and user.has_role(*RUNNERS))


def may_end_tender(user: Any, tender: Tender) -> bool:
    """Who may edit it may cancel it or close it without award, with a reason."""
    return may_edit_tender(user, tender)
