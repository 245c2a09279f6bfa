"""The buttons of this stage's pages, from the lifecycle tables and the policies."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, GoodsReceipt, Invoice, PurchaseOrder
from contracts.policies.contract import may_manage_contract
from contracts.policies.order import (
    may_approve_invoice,
    may_match_invoice,
    may_order,
    may_receive,
    may_register_invoice,
    may_reverse_receipt,
)
from contracts.queries.serving import Hold
from contracts.states import CONTRACT, INVOICE, ORDER, ContractStatus, OrderStatus, ReceiptStatus
from srm.ui.actions import Action, open_actions

OPEN = (OrderStatus.SENT, OrderStatus.CONFIRMED, OrderStatus.PART_RECEIVED)
INVOICED = (*OPEN, OrderStatus.RECEIVED, OrderStatus.CLOSED)


def contract_buttons(user: Any, contract: Contract, *, held: Sequence[Hold] = ()) -> list[Action]:
    """Return what the person may do with a contract now, calling off first; one that waits for a request stays."""
    policy, verbs = may_manage_contract, ("recall", "end", "terminate", "cancel")
    found = open_actions(
        user, contract, CONTRACT, dict.fromkeys(verbs if held else ("send", *verbs), policy),
        url_name="contracts:contract-{verb}", primary={"send"}, danger={"terminate", "cancel"},
        reasons={"terminate", "cancel"},
        confirms={
            "send": _("The supplier gets the contract to accept."), "terminate": _("The contract ends early."),
            "end": _("Nothing more can be called off."), "cancel": _("The contract is dropped."),
        },
    )  # fmt: skip
    if contract.status in {ContractStatus.DRAFT, ContractStatus.REFUSED} and policy(user, contract):
        found.insert(0, _page(_("Edit"), "contracts:contract-edit", contract, "pencil"))
    if contract.status == ContractStatus.ACTIVE and policy(user, contract):
        found.insert(0, _page(_("Amend"), "contracts:contract-amend", contract, "file-diff"))
    if may_call_off(user, contract):
        found.insert(
            0, _page(_("Call-off order"), "contracts:order-call-off", contract, "truck-delivery", primary=True)
        )
    found.append(_post(_("Make PDF"), "contracts:contract-document", contract, "file-text"))
    return found


def order_buttons(user: Any, order: PurchaseOrder, *, held: Sequence[Hold] = ()) -> list[Action]:
    """Return what the person may do with an order now; one that is held back by a request is not sent."""
    verbs = ("close", "cancel") if held else ("send", "close", "cancel")
    found = open_actions(
        user, order, ORDER, dict.fromkeys(verbs, may_order), url_name="contracts:order-{verb}",
        primary={"send"}, danger={"cancel"}, reasons={"cancel"},
        confirms={
            "send": _("The supplier gets the order and the money is committed."),
            "cancel": _("The order is cancelled."),
            "close": _("Nothing more is expected; what is left of the budget becomes free."),
        },
    )  # fmt: skip
    if order.status in INVOICED and may_register_invoice(user, order):
        found.insert(0, _page(_("Enter invoice"), "contracts:invoice-create", order, "file-invoice", primary=True))
    if order.status in OPEN and may_receive(user, order):
        found.insert(0, _page(_("Receive"), "contracts:receipt-create", order, "package-import", primary=True))
    found.append(_post(_("Make PDF"), "contracts:order-document", order, "file-text"))
    return found


def receipt_buttons(user: Any, receipt: GoodsReceipt) -> list[Action]:
    """Return whether the person may undo a receipt."""
    if receipt.status != ReceiptStatus.POSTED or not may_reverse_receipt(user, receipt):
        return []
    url = reverse("contracts:receipt-reverse", args=[receipt.public_id])
    text = _("Stock, budget and the supplier's record go back to what they were.")
    return [Action(_("Undo"), url, icon="arrow-back-up", danger=True, confirm=text, reason=True, name="reverse")]


def invoice_buttons(user: Any, invoice: Invoice) -> list[Action]:
    """Return what the person may do with an invoice now."""
    policies = {
        "match": may_match_invoice, "approve": may_approve_invoice, "override": may_approve_invoice,
        "reject": may_match_invoice, "pay": may_match_invoice,
    }  # fmt: skip
    return open_actions(
        user, invoice, INVOICE, policies, url_name="contracts:invoice-{verb}", primary={"approve", "pay"},
        danger={"reject"}, reasons={"override", "reject"}, pages={"pay"},
        confirms={
            "override": _("It is paid although it differs: say why."), "reject": _("It goes back to the supplier."),
        },
    )  # fmt: skip


def may_call_off(user: Any, contract: Contract) -> bool:
    """Tell whether the button is shown."""
    return contract.status == ContractStatus.ACTIVE and may_order(user)


def _page(label: Any, name: str, obj: Any, icon: str, *, primary: bool = False) -> Action:
    return Action(label, reverse(name, args=[obj.public_id]), method="get", icon=icon, primary=primary)


def _post(label: Any, name: str, obj: Any, icon: str) -> Action:
    return Action(label, reverse(name, args=[obj.public_id]), icon=icon)
