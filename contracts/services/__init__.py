from contracts.services.amendment import amend_contract
from contracts.services.contract import cancel_contract, create_contract, draft_contract_from_award, update_contract
from contracts.services.delivery import cancel_order, close_order, confirm_order, refuse_order, send_order
from contracts.services.inputs import (
    CallOffInput,
    ContractLineInput,
    InvoiceLineInput,
    OrderLineInput,
    ReceiptInput,
    TaxInput,
)
from contracts.services.invoice import (
    approve_invoice,
    match_invoice,
    override_invoice,
    pay_invoice,
    register_invoice,
    reject_invoice,
)
from contracts.services.obligation import add_obligation, complete_obligation
from contracts.services.order import call_off_order, create_order
from contracts.services.receipt import post_goods_receipt, reverse_receipt
from contracts.services.serving import draft_call_off, drop_drafts_of, settle_deliveries
from contracts.services.signing import (
    accept_contract,
    end_contract,
    recall_contract,
    refuse_contract,
    send_contract,
    terminate_contract,
)

__all__ = [
    "CallOffInput",
    "ContractLineInput",
    "InvoiceLineInput",
    "OrderLineInput",
    "ReceiptInput",
    "TaxInput",
    "accept_contract",
    "add_obligation",
    "amend_contract",
    "approve_invoice",
    "call_off_order",
    "cancel_contract",
    "cancel_order",
    "close_order",
    "complete_obligation",
    "confirm_order",
    "create_contract",
    "create_order",
    "draft_call_off",
    "draft_contract_from_award",
    "drop_drafts_of",
    "end_contract",
    "match_invoice",
    "override_invoice",
    "pay_invoice",
    "post_goods_receipt",
    "recall_contract",
    "refuse_contract",
    "refuse_order",
    "register_invoice",
    "reject_invoice",
    "reverse_receipt",
    "send_contract",
    "send_order",
    "settle_deliveries",
    "terminate_contract",
    "update_contract",
]
