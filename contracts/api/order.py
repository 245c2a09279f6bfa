"""Orders by REST, for both sides."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from contracts.api.contract import ReasonInput
from contracts.models import Contract, ContractLine, OrderLine, PurchaseOrder
from contracts.queries import lines_to_order
from contracts.services import (
    CallOffInput,
    OrderLineInput,
    call_off_order,
    cancel_order,
    close_order,
    confirm_order,
    create_order,
    refuse_order,
    send_order,
)
from procurement.models import Requisition, RequisitionLine
from srm.accounts.models import LegalEntity
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, PortalViewSet
from srm.reference.models import Category, Item, Place, Unit
from suppliers.models import Supplier


class OrderLineSerializer(serializers.ModelSerializer):
    unit = CodeRef(read_only=True)
    item = CodeRef(read_only=True)
    requisition = serializers.SerializerMethodField(help_text="The requisition it serves.")

    class Meta:
        model = OrderLine
        fields = [
            "public_id", "position", "item", "description", "quantity", "unit", "unit_price", "amount", "tax_rate",
            "needed_on", "promised_on", "accepted", "rejected", "invoiced", "requisition",
        ]  # fmt: skip

    def get_requisition(self, line: OrderLine) -> str | None:
        return line.requisition_line.requisition.public_id if line.requisition_line else None


class OrderSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    legal_entity = Ref(read_only=True)
    contract = Ref(read_only=True)
    place = Ref(read_only=True)
    orderer = Ref(read_only=True)
    lines = OrderLineSerializer(many=True, read_only=True)
    actions = ActionsField("contracts.purchaseorder")

    class Meta:
        model = PurchaseOrder
        fields = [
            "public_id", "number", "status", "status_reason", "supplier", "legal_entity", "contract", "place",
            "orderer", "currency", "total", "due_on", "note", "sent_at", "confirmed_at", "created_at", "lines",
            "actions",
        ]  # fmt: skip


class PortalOrderLineSerializer(serializers.ModelSerializer):
    unit = CodeRef(read_only=True)

    class Meta:
        model = OrderLine
        fields = [
            "public_id", "position", "description", "quantity", "unit", "unit_price", "amount", "tax_rate",
            "needed_on", "promised_on", "accepted", "rejected", "invoiced",
        ]  # fmt: skip


class PortalOrderSerializer(serializers.ModelSerializer):
    legal_entity = serializers.CharField(source="legal_entity.name", read_only=True)
    place = serializers.CharField(source="place.name", read_only=True)
    contract = Ref(read_only=True)
    lines = PortalOrderLineSerializer(many=True, read_only=True)
    actions = ActionsField("contracts.purchaseorder")

    class Meta:
        model = PurchaseOrder
        fields = [
            "public_id", "number", "status", "legal_entity", "contract", "place", "currency", "total", "note",
            "sent_at", "confirmed_at", "lines", "actions",
        ]  # fmt: skip


class Served(serializers.Serializer):
    """A requisition line by its requisition and position; it must wait for an order."""

    requisition = Ref(Requisition)
    line = serializers.IntegerField(min_value=1)

    def to_internal_value(self, data: Any) -> RequisitionLine:
        given = super().to_internal_value(data)
        rows = lines_to_order().filter(requisition=given["requisition"], position=given["line"])
        if found := rows.select_related("requisition").first():
            return found
        raise ValidationError({"line": ["This line does not wait for an order."]})


class CallOffLineInput(serializers.Serializer):
    contract_line = Ref(ContractLine)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    serves = Served(required=False, allow_null=True)
    needed_on = serializers.DateField(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> CallOffInput:
        given = super().to_internal_value(data)
        return CallOffInput(
            given["contract_line"], given["quantity"], given.get("serves"), given.get("needed_on")
        )  # fmt: skip


class CallOffOrderInput(serializers.Serializer):
    contract = Ref(Contract)
    place = Ref(Place)
    note = serializers.CharField(allow_blank=True, default="")
    lines = CallOffLineInput(many=True)


class FreeLineInput(serializers.Serializer):
    description = serializers.CharField(max_length=500)
    category = Ref(Category)
    unit = CodeRef(Unit)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)
    item = CodeRef(Item, required=False, allow_null=True)
    serves = Served(required=False, allow_null=True)
    needed_on = serializers.DateField(required=False, allow_null=True)
    tax_rate = serializers.DecimalField(max_digits=5, decimal_places=2, default=Decimal(20))

    def to_internal_value(self, data: Any) -> OrderLineInput:
        given = super().to_internal_value(data)
        return OrderLineInput(requisition_line=given.pop("serves", None), **given)


class OrderInput(serializers.Serializer):
    supplier = Ref(Supplier)
    legal_entity = Ref(LegalEntity)
    currency = serializers.CharField(max_length=3)
    place = Ref(Place)
    note = serializers.CharField(allow_blank=True, default="")
    lines = FreeLineInput(many=True)


class Promise(serializers.Serializer):
    position = serializers.IntegerField(min_value=1)
    promised_on = serializers.DateField()


class ConfirmInput(serializers.Serializer):
    promised = Promise(many=True, required=False)

    def validate_promised(self, rows: list[dict[str, Any]]) -> dict[int, Any]:
        return {row["position"]: row["promised_on"] for row in rows}


class OrderViewSet(NounViewSet):
    """Purchase orders, called off from a contract or free."""

    queryset = PurchaseOrder.objects.select_related(
        "supplier", "legal_entity", "contract", "place", "orderer"
    ).prefetch_related("lines__unit", "lines__item", "lines__requisition_line__requisition")
    serializer_class = OrderSerializer
    filterset_fields = ["status"]
    search_fields = ["number", "supplier__name"]
    create = verb(create_order, OrderInput)
    call_off = verb(call_off_order, CallOffOrderInput, detail=False)
    send = verb(send_order)
    cancel = verb(cancel_order, ReasonInput)
    close = verb(close_order)


class PortalOrderViewSet(PortalViewSet):
    """The supplier's own orders, once sent."""

    queryset = PurchaseOrder.objects.select_related("legal_entity", "place", "contract").prefetch_related("lines__unit")
    serializer_class = PortalOrderSerializer
    filterset_fields = ["status"]
    confirm = verb(confirm_order, ConfirmInput)
    refuse = verb(refuse_order, ReasonInput)
