"""Orderer ≠ receiver ≠ invoice approver: three people for one purchase."""

from typing import Any

from contracts.models import GoodsReceipt, Invoice, PurchaseOrder
from srm.accounts.states import Role
from srm.authz import is_system
from suppliers.queries import acts_for
from suppliers.states import MembershipRole

ORDERERS = (Role.BUYER, Role.CATEGORY_MANAGER, Role.CONTRACT_MANAGER, Role.PROCUREMENT_HEAD)


def may_order(user: Any, order: PurchaseOrder | None = None) -> bool:
    """Buyers and contract managers; the house itself, when it drafts a call-off."""
    return is_system(user) or user.has_role(*ORDERERS)


def may_answer_order(user: Any, order: PurchaseOrder) -> bool:
    """The supplier's people who look after orders."""
    return acts_for(user, order.supplier, MembershipRole.LOGISTICS, MembershipRole.BIDDER)


def may_receive(user: Any, order: PurchaseOrder) -> bool:
    """The warehouse, and who asked for the goods; never who ordered them."""
    if user.pk in {order.orderer_id, order.created_by_id}:
        return False
    asked = order.lines.filter(requisition_line__requisition__requester_id=user.pk)
    return user.has_role(Role.WAREHOUSE) or (getattr(user, "kind", "") == "staff" and asked.exists())


def may_reverse_receipt(user: Any, receipt: GoodsReceipt) -> bool:
    """The warehouse; never who ordered."""
    return user.has_role(Role.WAREHOUSE) and receipt.order.orderer_id != user.pk


def may_register_invoice(user: Any, order: PurchaseOrder) -> bool:
    """Finance, or the supplier's finance people."""
    return user.has_role(Role.FINANCE) or acts_for(user, order.supplier, MembershipRole.FINANCE)


def may_match_invoice(user: Any, invoice: Invoice) -> bool:
    """Finance; the house itself, when goods arrive later than the bill."""
    return is_system(user) or user.has_role(Role.FINANCE)


def may_approve_invoice(user: Any, invoice: Invoice) -> bool:
    """Finance; never who ordered, and never who received."""
    order = invoice.order
    received = order.receipts.filter(received_by_id=user.pk).exists()
    return user.has_role(Role.FINANCE) and order.orderer_id != user.pk and not received
