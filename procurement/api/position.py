"""Where categories stand, by which criteria and scores."""

from rest_framework import serializers

from procurement.models import Criterion, CriterionScore, Measurement, Position
from procurement.services import change_criterion, position_category, request_measurement, score_criterion
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
            "stability", "risk_coverage", "impact_coverage", "spend", "evidence", "inputs", "is_current", "created_at",
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
        fields = ["public_id", "created_at", "finished_at", "categories", "placed", "changed"]


class MeasurementViewSet(NounViewSet):
    """Measurings of the whole portfolio. POST asks for one; a worker does it, `finished_at` tells when."""

    queryset = Measurement.objects.all()
    serializer_class = MeasurementSerializer
    create = verb(request_measurement)


class PortfolioCriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Criterion
        fields = ["public_id", "code", "name", "axis", "weight", "measure", "bounds", "minimum_facts", "is_active"]


class PortfolioCriterionInput(serializers.Serializer):
    weight = serializers.DecimalField(max_digits=6, decimal_places=3, required=False)
    bounds = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2, required=False)
    minimum_facts = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    is_active = serializers.BooleanField(required=False)


class CriterionViewSet(NounViewSet):
    """Criteria of the two axes."""

    queryset = Criterion.objects.all()
    serializer_class = PortfolioCriterionSerializer
    filterset_fields = ["axis", "is_active"]
    partial_update = verb(change_criterion, PortfolioCriterionInput)


class ScoreSerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)
    criterion = CodeRef(read_only=True)
    scorer = Ref(read_only=True)

    class Meta:
        model = CriterionScore
        fields = ["public_id", "category", "criterion", "scorer", "score", "reason", "created_at"]


class ScoreInput(serializers.Serializer):
    category = CodeRef(Category)
    criterion = CodeRef(Criterion)
    score = serializers.DecimalField(max_digits=4, decimal_places=2)
    reason = serializers.CharField(allow_blank=True, default="", max_length=300)


class ScoreViewSet(NounViewSet):
    """People's scores of categories. POST enters or replaces one's own."""

    queryset = CriterionScore.objects.select_related("category", "criterion", "scorer")
    serializer_class = ScoreSerializer
    filterset_fields = ["category__code", "criterion__code"]
    create = verb(score_criterion, ScoreInput)
