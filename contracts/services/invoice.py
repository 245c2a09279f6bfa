"""Invoices: matched three ways by the published calculation, approved by a third person, paid."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.events import (
    InvoiceApproved,
    InvoiceException,
    InvoiceMatched,
    InvoicePaid,
    InvoiceRegistered,
    InvoiceRejected,
)
from contracts.models import Invoice, InvoiceLine, InvoiceTax, OrderLine, PurchaseOrder
from contracts.policies.order import may_approve_invoice, may_match_invoice, may_register_invoice
from contracts.queries.match import match_input, match_reasons
from contracts.rules.match.compute import compute
from contracts.services.contract import need_reason
from contracts.services.delivery import in_request_currency, serves_all
from contracts.services.inputs import InvoiceLineInput, TaxInput
from contracts.states import INVOICE, InvoiceStatus
from procurement.services import commit_budget
from procurement.states import EntryKind
from srm.authz import SYSTEM, person, require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.services import next_number


@transaction.atomic
def register_invoice(
    *, order: PurchaseOrder, supplier_number: str, issued_on: date, lines: Sequence[InvoiceLineInput],
    taxes: Sequence[TaxInput], by: Any,
) -> Invoice:  # fmt: skip
    """Take in a bill and match it at once. Records InvoiceRegistered, then InvoiceMatched or InvoiceException.

    Raises Invalid for a number that this supplier has used, lines of another order, or none.
    """
    order = (
        PurchaseOrder.objects.select_for_update(of=("self",)).select_related("supplier", "contract").get(pk=order.pk)
    )
    require(may_register_invoice(by, order), _("Invoices are entered by finance or by the supplier."))
    _check(order, supplier_number, lines)
    net, tax = sum((li.amount for li in lines), Decimal(0)), sum((t.amount for t in taxes), Decimal(0))
    days = order.contract.payment_days if order.contract else 30
    invoice = Invoice.objects.create(
        number=next_number("IN"), supplier=order.supplier, supplier_number=supplier_number.strip(), order=order,
        issued_on=issued_on, due_on=issued_on + timedelta(days=days), currency=order.currency, net=net, tax=tax,
        gross=net + tax, created_by=person(by),
    )  # fmt: skip
    _write_rows(invoice, lines, taxes)
    record(InvoiceRegistered(invoice.number, supplier_number, invoice.gross, invoice.currency), subject=invoice, by=by)
    return match_invoice(invoice=invoice, by=SYSTEM)


@transaction.atomic
def match_invoice(*, invoice: Invoice, by: Any) -> Invoice:
    """Match against order and receipts (again, when more has arrived).

    Records InvoiceMatched or InvoiceException; an answer that has not changed is not told twice.
    """
    invoice = _locked(invoice)
    require(may_match_invoice(by, invoice), _("Invoices are matched by finance."))
    given, before = match_input(invoice), invoice.match_result
    result = compute(given)
    matched = result["status"] == "matched"
    INVOICE.perform(
        invoice, "match" if matched else "hold", match_input=given, match_result=result,
        payable=Decimal(result["payable"]),
    )  # fmt: skip
    if result != before:
        record(_outcome(invoice, result), subject=invoice, by=by)
    return invoice


@transaction.atomic
def approve_invoice(*, invoice: Invoice, by: Any) -> Invoice:
    """Approve a matched invoice for payment: neither who ordered nor who received. Records InvoiceApproved.

    Matched once more under the lock: Refused when something else was invoiced of the same goods meanwhile.
    """
    return _approve(invoice, "approve", "", by)


@transaction.atomic
def override_invoice(*, invoice: Invoice, comment: str, by: Any) -> Invoice:
    """Approve one that does not match, with a reason. Records InvoiceApproved."""
    if not comment.strip():
        raise Invalid({"comment": _("Say why it is paid in spite of the difference.")})
    return _approve(invoice, "override", comment, by)


@transaction.atomic
def reject_invoice(*, invoice: Invoice, reason: str, by: Any) -> Invoice:
    """Send it back, with a reason; its number may be used again. Records InvoiceRejected."""
    invoice = _locked(invoice)
    require(may_match_invoice(by, invoice), _("Invoices are rejected by finance."))
    need_reason(reason)
    INVOICE.perform(invoice, "reject", status_reason=reason)
    record(InvoiceRejected(invoice.number, reason), subject=invoice, by=by)
    return invoice


@transaction.atomic
def pay_invoice(*, invoice: Invoice, paid_on: date, by: Any) -> Invoice:
    """Note that it was paid. Records InvoicePaid."""
    invoice = _locked(invoice)
    require(may_match_invoice(by, invoice), _("Payments are noted by finance."))
    INVOICE.perform(invoice, "pay", paid_on=paid_on)
    record(InvoicePaid(invoice.number, paid_on), subject=invoice, by=by)
    return invoice


def _outcome(invoice: Invoice, result: dict[str, Any]) -> InvoiceMatched | InvoiceException:
    if result["status"] == "matched":
        return InvoiceMatched(invoice.number, invoice.payable or Decimal(0))
    return InvoiceException(invoice.number, match_reasons(result))


def _approve(invoice: Invoice, verb: str, comment: str, by: Any) -> Invoice:
    invoice = _locked(invoice)
    require(may_approve_invoice(by, invoice), _("Approved by finance, neither who ordered nor who received."))
    if verb == "approve" and compute(match_input(invoice))["status"] != "matched":
        raise Refused(_("It no longer matches: something else was invoiced meanwhile."), code="no_longer_matches")
    INVOICE.perform(invoice, verb, approved_by=by, approved_at=database_now(), status_reason=comment)
    rows = invoice.lines.select_related("order_line__order", "order_line__requisition_line__requisition__cost_centre")
    for row in rows.order_by("order_line_id"):
        line = OrderLine.objects.select_for_update(of=("self",)).get(pk=row.order_line_id)
        line.invoiced += row.quantity
        line.save(update_fields=["invoiced"])
        if row.order_line.requisition_line_id:
            commit_budget(
                line=row.order_line.requisition_line, kind=EntryKind.ACTUAL,
                amount=in_request_currency(row.order_line, row.amount),
                source_key=f"invoice:{invoice.number}/{row.pk}", by=by, tax_rate=line.tax_rate,
                is_last=serves_all(row.order_line.requisition_line, "invoiced"),
            )  # fmt: skip
    record(InvoiceApproved(invoice.number, comment), subject=invoice, by=by)
    return invoice


def _check(order: PurchaseOrder, supplier_number: str, lines: Sequence[InvoiceLineInput]) -> None:
    errors = {}
    used = order.supplier.invoices.exclude(status=InvoiceStatus.REJECTED)
    if not supplier_number.strip():
        errors["supplier_number"] = _("Give the number of the invoice.")
    elif used.filter(supplier_number=supplier_number.strip()).exists():
        errors["supplier_number"] = _("An invoice with this number was entered already.")
    if not lines:
        errors["lines"] = _("Add at least one line.")
    for index, line in enumerate(lines):
        if line.order_line.order_id != order.pk:
            errors[f"lines.{index}.order_line"] = _("This line is not of this order.")
        if line.quantity <= 0 or line.unit_price < 0 or line.amount < 0:
            errors[f"lines.{index}.quantity"] = _("Must be more than zero.")
    if errors:
        raise Invalid(errors)


def _write_rows(invoice: Invoice, lines: Sequence[InvoiceLineInput], taxes: Sequence[TaxInput]) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, order_line=li.order_line, quantity=li.quantity, unit_price=li.unit_price, amount=li.amount
        )
        for li in lines
    )
    InvoiceTax.objects.bulk_create(
        InvoiceTax(invoice=invoice, rate=t.rate, base=t.base, amount=t.amount) for t in taxes
    )


def _locked(invoice: Invoice) -> Invoice:
    # The order first: what is invoiced of its lines is used up under its lock.
    PurchaseOrder.objects.select_for_update(of=("self",)).get(pk=invoice.order_id)
    return Invoice.objects.select_for_update(of=("self",)).select_related("order__supplier").get(pk=invoice.pk)
