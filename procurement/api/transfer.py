from decimal import Decimal

from rest_framework import serializers

from procurement import services
from procurement.models import Stock, StockTransfer
from srm.api.serializers import ActionsField, Ref
from srm.api.verbs import verb
from srm.api.views import ReferenceViewSet
from srm.reference.models import Place


class TransferSerializer(serializers.ModelSerializer):
    """Pieces that go from one place to another."""

    source = Ref(read_only=True)  # type: ignore[assignment]
    place = Ref(read_only=True)
    created_by = Ref(read_only=True)
    actions = ActionsField("procurement.stocktransfer")

    class Meta:
        model = StockTransfer
        fields = [
            "public_id", "number", "source", "place", "quantity", "reason", "status", "status_reason", "value",
            "created_by", "issued_at", "received_at", "actions",
        ]  # fmt: skip


class TransferInput(serializers.Serializer):
    source = Ref(Stock, help_text="The stock that has it.")  # type: ignore[assignment]
    place = Ref(Place)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3, min_value=Decimal("0.001"))
    reason = serializers.CharField(max_length=500)


class CancelInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class TransferViewSet(ReferenceViewSet):
    """Stock transfers; all staff read them, the warehouse hands out and receives."""

    queryset = StockTransfer.objects.select_related("source", "place", "created_by")
    serializer_class = TransferSerializer
    filterset_fields = ["status"]
    create = verb(services.request_transfer, TransferInput)
    issue = verb(services.issue_transfer, noun="transfer")
    receive = verb(services.receive_transfer, noun="transfer")
    cancel = verb(services.cancel_transfer, CancelInput, noun="transfer")
