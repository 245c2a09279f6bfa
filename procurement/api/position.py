"""Where categories stand, and measuring all of them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from procurement.api.by_cycle import CycleOfCategorySerializer
from procurement.models import Measurement, Position
from procurement.queries.by_cycle import cycles_of
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

    @extend_schema(responses=CycleOfCategorySerializer(many=True))
    @action(detail=True, methods=["get"], url_path="by-cycle", pagination_class=None, filterset_fields=[])
    def by_cycle(self, request: Request, **kwargs: Any) -> Response:
        """The position's category cycle by cycle, newest first: position, strategy, and what came of it."""
        return Response(CycleOfCategorySerializer(cycles_of(self.get_object().category), many=True).data)


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
