"""Invoices by REST, for both sides; `match_input` and `match_result` are those of the published calculation."""

from typing import Any

from rest_framework import serializers

from contracts.api.contract import ReasonInput
from contracts.models import Invoice, InvoiceLine, InvoiceTax, OrderLine, PurchaseOrder
from contracts.services import (
    InvoiceLineInput,
    TaxInput,
    approve_invoice,
    match_invoice,
    override_invoice,
    pay_invoice,
    register_invoice,
    reject_invoice,
)
from srm.api.serializers import ActionsField, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, PortalViewSet


class InvoiceLineSerializer(serializers.ModelSerializer):
    order_line = Ref(read_only=True)

    class Meta:
        model = InvoiceLine
        fields = ["order_line", "quantity", "unit_price", "amount"]


class TaxSerializer(serializers.ModelSerializer):
    class Meta:
        model = InvoiceTax
        fields = ["rate", "base", "amount"]


class InvoiceSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    order = Ref(read_only=True)
    approved_by = Ref(read_only=True)
    lines = InvoiceLineSerializer(many=True, read_only=True)
    taxes = TaxSerializer(many=True, read_only=True)
    actions = ActionsField("contracts.invoice")

    class Meta:
        model = Invoice
        fields = [
            "public_id", "number", "supplier", "supplier_number", "order", "issued_on", "due_on", "currency", "net",
            "tax", "gross", "status", "status_reason", "match_input", "match_result", "payable", "approved_by",
            "approved_at", "paid_on", "created_at", "lines", "taxes", "actions",
        ]  # fmt: skip


class PortalInvoiceSerializer(serializers.ModelSerializer):
    order = Ref(read_only=True)
    lines = InvoiceLineSerializer(many=True, read_only=True)
    taxes = TaxSerializer(many=True, read_only=True)

    class Meta:
        model = Invoice
        fields = [
            "public_id", "number", "supplier_number", "order", "issued_on", "due_on", "currency", "net", "tax",
            "gross", "status", "status_reason", "match_result", "payable", "paid_on", "lines", "taxes",
        ]  # fmt: skip


class InvoiceLineInputSerializer(serializers.Serializer):
    order_line = Ref(OrderLine)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)

    def to_internal_value(self, data: Any) -> InvoiceLineInput:
        return InvoiceLineInput(**super().to_internal_value(data))


class TaxLineInput(serializers.Serializer):
    rate = serializers.DecimalField(max_digits=5, decimal_places=2)
    base = serializers.DecimalField(max_digits=18, decimal_places=2)
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)

    def to_internal_value(self, data: Any) -> TaxInput:
        return TaxInput(**super().to_internal_value(data))


class InvoiceInput(serializers.Serializer):
    order = Ref(PurchaseOrder)
    supplier_number = serializers.CharField(max_length=60)
    issued_on = serializers.DateField()
    lines = InvoiceLineInputSerializer(many=True)
    taxes = TaxLineInput(many=True)


class CommentInput(serializers.Serializer):
    comment = serializers.CharField(allow_blank=True, max_length=500)


class PayInput(serializers.Serializer):
    paid_on = serializers.DateField()


JOINS = ("lines__order_line", "taxes")


class InvoiceViewSet(NounViewSet):
    """Suppliers' invoices, matched three ways."""

    queryset = Invoice.objects.select_related("supplier", "order", "approved_by").prefetch_related(*JOINS)
    serializer_class = InvoiceSerializer
    filterset_fields = ["status"]
    search_fields = ["number", "supplier_number", "supplier__name"]
    create = verb(register_invoice, InvoiceInput)
    match = verb(match_invoice)
    approve = verb(approve_invoice)
    override = verb(override_invoice, CommentInput)
    reject = verb(reject_invoice, ReasonInput)
    pay = verb(pay_invoice, PayInput)


class PortalInvoiceViewSet(PortalViewSet):
    """The supplier's own invoices."""

    queryset = Invoice.objects.select_related("order").prefetch_related(*JOINS)
    serializer_class = PortalInvoiceSerializer
    filterset_fields = ["status"]
    create = verb(register_invoice, InvoiceInput)
