"""Goods receipts by REST."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from contracts.api.contract import ReasonInput
from contracts.models import GoodsReceipt, OrderLine, PurchaseOrder, ReceiptLine
from contracts.services import ReceiptInput, post_goods_receipt, reverse_receipt
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet


class ReceiptLineSerializer(serializers.ModelSerializer):
    order_line = Ref(read_only=True)

    class Meta:
        model = ReceiptLine
        fields = ["order_line", "accepted", "rejected", "reason"]


class ReceiptSerializer(serializers.ModelSerializer):
    order = Ref(read_only=True)
    received_by = Ref(read_only=True)
    lines = ReceiptLineSerializer(many=True, read_only=True)

    class Meta:
        model = GoodsReceipt
        fields = [
            "public_id", "number", "order", "received_on", "received_by", "delivery_note", "status", "reason",
            "created_at", "lines",
        ]  # fmt: skip


class ReceiptLineInputSerializer(serializers.Serializer):
    order_line = Ref(OrderLine)
    accepted = serializers.DecimalField(max_digits=18, decimal_places=3)
    rejected = serializers.DecimalField(max_digits=18, decimal_places=3, default=Decimal(0))
    reason = serializers.CharField(allow_blank=True, default="", max_length=300)

    def to_internal_value(self, data: Any) -> ReceiptInput:
        return ReceiptInput(**super().to_internal_value(data))


class ReceiptPost(serializers.Serializer):
    order = Ref(PurchaseOrder)
    received_on = serializers.DateField()
    delivery_note = serializers.CharField(allow_blank=True, default="", max_length=60)
    lines = ReceiptLineInputSerializer(many=True)


class ReceiptViewSet(NounViewSet):
    """What arrived: accepted and rejected by order line."""

    queryset = GoodsReceipt.objects.select_related("order", "received_by").prefetch_related("lines__order_line")
    serializer_class = ReceiptSerializer
    filterset_fields = ["status"]
    search_fields = ["number", "order__number", "delivery_note"]
    create = verb(post_goods_receipt, ReceiptPost)
    reverse = verb(reverse_receipt, ReasonInput)
