"""Kraljic's second step: scores of strength, and what follows from them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from procurement.models import PowerScore
from procurement.queries.power import second_step
from procurement.services import PowerInput, score_power
from procurement.states import Direction, PowerFactor
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class PowerScoreSerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)
    created_by = Ref(read_only=True, slug_field="name")

    class Meta:
        model = PowerScore
        fields = ["public_id", "category", "factor", "score", "reason", "created_by", "created_at"]


class StrengthSerializer(serializers.Serializer):
    mean = serializers.DecimalField(max_digits=3, decimal_places=2, allow_null=True)
    level = serializers.CharField(allow_null=True)
    coverage = serializers.DecimalField(max_digits=3, decimal_places=2)


class SecondStepSerializer(serializers.Serializer):
    """Both strengths of a category and the direction that follows (empty while a side is unknown)."""

    category = serializers.CharField(source="code")
    ours = serializers.SerializerMethodField()
    market = serializers.SerializerMethodField()
    direction = serializers.SerializerMethodField()

    @extend_schema_field(StrengthSerializer)
    def get_ours(self, category: Category) -> Any:
        return StrengthSerializer(second_step(category).balance.ours).data

    @extend_schema_field(StrengthSerializer)
    def get_market(self, category: Category) -> Any:
        return StrengthSerializer(second_step(category).balance.market).data

    @extend_schema_field(serializers.ChoiceField(choices=[("", "–"), *Direction.choices]))
    def get_direction(self, category: Category) -> str:
        return second_step(category).direction


class FactorInput(serializers.Serializer):
    factor = serializers.ChoiceField(choices=PowerFactor.choices)
    score = serializers.DecimalField(max_digits=3, decimal_places=2, min_value=1, max_value=5)
    reason = serializers.CharField(max_length=300)

    def to_internal_value(self, data: Any) -> PowerInput:
        return PowerInput(**super().to_internal_value(data))


class PowerScoresInput(serializers.Serializer):
    category = CodeRef(Category)
    scores = FactorInput(many=True, allow_empty=False)


class PowerScoreViewSet(NounViewSet):
    """Scores of our strength and the market's. POST enters or replaces a category's and answers with what follows."""

    queryset = PowerScore.objects.select_related("category", "created_by")
    serializer_class = PowerScoreSerializer
    filterset_fields = ["factor", "category__code"]
    create = verb(score_power, PowerScoresInput, returns=SecondStepSerializer)
