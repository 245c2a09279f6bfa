"""Where categories stand, and measuring all of them."""

from rest_framework import serializers

from procurement.models import Measurement, Position
from procurement.services import position_category, request_measurement
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class PositionSerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)
    cycle = Ref(read_only=True)

    class Meta:
        model = Position
        fields = [
            "public_id", "category", "cycle", "quadrant", "measured_quadrant", "supply_risk", "profit_impact",
            "stability", "risk_coverage", "impact_coverage", "spend", "evidence", "beside", "inputs", "is_current",
            "created_at",
        ]  # fmt: skip


class PositionInput(serializers.Serializer):
    category = CodeRef(Category)


class PositionViewSet(NounViewSet):
    """Positions of categories on the matrix, now (`is_current=true`) and before. POST measures one category."""

    queryset = Position.objects.select_related("category", "cycle")
    serializer_class = PositionSerializer
    filterset_fields = ["is_current", "quadrant", "category__code", "cycle__code"]
    search_fields = ["category__code", "category__name"]
    create = verb(position_category, PositionInput)


class MeasurementSerializer(serializers.ModelSerializer):
    class Meta:
        model = Measurement
        fields = ["public_id", "created_at", "due_at", "finished_at", "categories", "placed", "changed", "criteria"]


class MeasurementViewSet(NounViewSet):
    """Measurings of the whole portfolio, with what was measured by. POST asks for one; a worker does it.

    `due_at`: asked for by fresh facts, more are waited for until then. `finished_at` tells when it was done.
    """

    queryset = Measurement.objects.all()
    serializer_class = MeasurementSerializer
    create = verb(request_measurement)
