"""Who may see what hangs on this stage's nouns, how their events read, and their papers."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts import events
from contracts.models import Contract, GoodsReceipt, Invoice, PurchaseOrder
from contracts.policies.contract import may_manage_contract
from contracts.policies.order import may_match_invoice, may_order, may_receive
from contracts.queries.people import language_of
from contracts.states import ContractStatus
from procurement.events import LineStepUndone
from srm.audit.texts import register_parts, register_text
from srm.documents.registry import DocumentKind, register_document
from srm.documents.states import Audience
from srm.subjects import register_subject
from srm.ui.doors import supplier_of

CENT = Decimal("0.01")


def register() -> None:
    """Register subjects, texts and documents."""
    _register_subjects()
    _register_texts()
    register_document(
        DocumentKind(
            key="contracts.contract", label=_("Contract"), template="documents/contracts/contract.html",
            context=contract_paper, file_name=lambda contract: f"{contract.number}.pdf",
            of="contracts.contract", terms=terms_of_contract,
        )
    )  # fmt: skip
    register_document(
        DocumentKind(
            key="contracts.order", label=_("Purchase order"), template="documents/contracts/order.html",
            context=order_paper, file_name=lambda order: f"{order.number}.pdf",
            of="contracts.purchaseorder", terms=terms_of_order,
        )
    )  # fmt: skip


def terms_of_contract(contract: Contract) -> dict[str, str]:
    """Its own language; the supplier's as well once it has left the house."""
    audience = Audience.INTERNAL if contract.status == ContractStatus.DRAFT else Audience.SUPPLIER
    return {"language": contract.language, "audience": audience}


def terms_of_order(order: PurchaseOrder) -> dict[str, str]:
    """The supplier's language; his as well once it was sent."""
    return {
        "language": language_of(order),
        "audience": Audience.INTERNAL if order.sent_at is None else Audience.SUPPLIER,
    }


def contract_paper(contract: Contract) -> dict[str, Any]:
    """Return what the contract's PDF shows besides the contract."""
    lines = list(contract.lines.select_related("unit", "item"))
    amounts = [None if line.quantity is None else _cents(line.quantity * line.unit_price) for line in lines]
    known = [amount for amount in amounts if amount is not None]
    return {
        "lines": list(zip(lines, amounts, strict=True)), "total": sum(known) if len(known) == len(lines) else None,
        "obligations": list(contract.obligations.all()), "amendments": list(contract.amendments.all()),
        "supplier_name": contract.supplier.legal_name or contract.supplier.name,
        "tender": contract.award.lot.tender.number if contract.award else "",
    }  # fmt: skip


def order_paper(order: PurchaseOrder) -> dict[str, Any]:
    """Return what the order's PDF shows besides the order: lines, taxes by rate, the gross sum."""
    lines = list(order.lines.select_related("unit", "item"))
    bases: dict[Decimal, Decimal] = {}
    for line in lines:
        bases[line.tax_rate] = bases.get(line.tax_rate, Decimal(0)) + line.amount
    taxes = [(rate, base, _cents(base * rate / 100)) for rate, base in sorted(bases.items())]
    return {
        "lines": lines, "taxes": taxes, "gross": order.total + sum(tax for _rate, _base, tax in taxes),
        "supplier_name": order.supplier.legal_name or order.supplier.name,
    }  # fmt: skip


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _register_subjects() -> None:
    adders = {Contract: may_manage_contract, PurchaseOrder: _adds_to_order, Invoice: may_match_invoice}
    for model, noun in ((Contract, "contract"), (PurchaseOrder, "order"), (Invoice, "invoice")):
        register_subject(
            model, sees=_sees, adds=_adds(adders[model]), url=lambda obj: obj.get_absolute_url(),
            portal_url=_portal_page(noun),
        )  # fmt: skip
    register_subject(
        GoodsReceipt,
        sees=lambda user, r: not user.is_portal and GoodsReceipt.objects.visible_to(user).filter(pk=r.pk).exists(),
        adds=lambda user, r: not user.is_portal and (may_receive(user, r.order) or may_order(user)),
        url=lambda receipt: receipt.get_absolute_url(),
    )


def _sees(user: Any, obj: Any) -> bool:
    rows = type(obj).objects
    if user.is_portal:
        supplier = supplier_of(user)
        return bool(supplier) and rows.for_supplier(supplier).filter(pk=obj.pk).exists()
    return rows.visible_to(user).filter(pk=obj.pk).exists()


def _adds(policy: Any) -> Any:
    return lambda user, obj: _sees(user, obj) and (user.is_portal or policy(user, obj))


def _adds_to_order(user: Any, order: PurchaseOrder) -> bool:
    return may_order(user, order) or may_receive(user, order)


def _register_texts() -> None:
    for event, text, supplier, tone in TEXTS:
        register_text(event, text, supplier=supplier, tone=tone)
    register_parts(Contract, lambda contract: contract.orders.all())
    register_parts(PurchaseOrder, lambda order: order.invoices.all())


TEXTS = (
    (events.ContractDrafted, _("Contract drafted"), False, "neutral"),
    (events.ContractChanged, _("Changed"), False, "neutral"),
    (events.ContractSent, _("Contract sent to the supplier"), True, "waiting"),
    (events.ContractRecalled, _("Taken back"), True, "neutral"),
    (events.ContractAccepted, _("Contract accepted: in force"), True, "good"),
    (events.ContractRefused, _("Contract refused: %(reason)s"), True, "late"),
    (events.ContractEnded, _("Contract ended"), True, "neutral"),
    (events.ContractTerminated, _("Contract terminated: %(reason)s"), True, "late"),
    (events.ContractCancelled, _("Dropped: %(reason)s"), False, "late"),
    (events.ContractAmended, _("Amendment %(number)s: %(reason)s"), True, "waiting"),
    (events.ObligationAdded, _("Obligation “%(title)s”, due on %(due_on)s"), True, "neutral"),
    (events.ObligationDone, _("Done: %(title)s"), True, "good"),
    (events.OrderDrafted, _("Order %(number)s drafted"), False, "neutral"),
    (events.OrderSent, _("Order %(number)s sent"), True, "waiting"),
    (events.OrderConfirmed, _("Order %(number)s confirmed"), True, "good"),
    (events.OrderRefused, _("Order %(number)s refused: %(reason)s"), True, "late"),
    (events.OrderCancelled, _("Order %(number)s cancelled: %(reason)s"), True, "late"),
    (events.OrderClosed, _("Order %(number)s closed"), True, "neutral"),
    (events.GoodsReceived, _("Goods received, %(receipt)s"), True, "good"),
    (events.ReceiptReversed, _("Receipt %(receipt)s undone: %(reason)s"), True, "late"),
    (events.InvoiceRegistered, _("Invoice %(supplier_number)s came, %(gross)s %(currency)s"), True, "neutral"),
    (events.InvoiceMatched, _("Invoice matches"), True, "good"),
    (events.InvoiceException, _("Invoice does not match"), True, "late"),
    (events.InvoiceApproved, _("Invoice approved for payment"), True, "good"),
    (events.InvoiceRejected, _("Invoice rejected: %(reason)s"), True, "late"),
    (events.InvoicePaid, _("Invoice paid on %(paid_on)s"), True, "good"),
    (LineStepUndone, _("Line %(position)s: a step was undone. %(reason)s"), False, "late"),
)


def _portal_page(noun: str) -> Callable[[Any], str]:
    return lambda obj: reverse(f"contracts:portal-{noun}-detail", args=[obj.public_id])
