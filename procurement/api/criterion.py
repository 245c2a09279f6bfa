"""Axes and criteria, people's scores, what they agreed on, and weights compared in pairs."""

from typing import Any

from rest_framework import serializers

from procurement.models import AxisScale, AxisWeighing, Criterion, CriterionScore, ScoreConsensus
from procurement.models.criterion import Axis, Measure, Scoring
from procurement.rules.pairwise import JUDGEMENTS
from procurement.services import (
    add_criterion,
    change_axis,
    change_criterion,
    lift_consensus,
    record_consensus,
    score_criterion,
    weigh_axis,
    withdraw_score,
)
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class PortfolioAxisSerializer(serializers.ModelSerializer):
    class Meta:
        model = AxisScale
        fields = ["public_id", "axis", "low", "high", "inverted", "rho"]


class PortfolioAxisInput(serializers.Serializer):
    low = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)
    high = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)
    inverted = serializers.BooleanField(required=False, help_text="A high score means little risk or impact.")
    rho = serializers.DecimalField(max_digits=6, decimal_places=3, required=False, help_text="0: linear.")


class AxisViewSet(NounViewSet):
    """The scale of each axis, its direction, and its value function."""

    queryset = AxisScale.objects.all()
    serializer_class = PortfolioAxisSerializer
    partial_update = verb(change_axis, PortfolioAxisInput)


class PortfolioCriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Criterion
        fields = [
            "public_id", "code", "name", "axis", "weight", "measure", "scoring", "bounds", "window_days",
            "minimum_facts", "is_active",
        ]  # fmt: skip


class PortfolioCriterionChange(serializers.Serializer):
    name = serializers.CharField(max_length=120, required=False)
    weight = serializers.DecimalField(max_digits=6, decimal_places=3, required=False)
    scoring = serializers.ChoiceField(Scoring.choices, required=False)
    bounds = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2, required=False)
    window_days = serializers.IntegerField(min_value=1, max_value=3650, required=False)
    minimum_facts = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    is_active = serializers.BooleanField(required=False, help_text="False: retired.")


class PortfolioCriterionInput(PortfolioCriterionChange):
    axis = serializers.ChoiceField(Axis.choices)
    name = serializers.CharField(max_length=120)
    code = serializers.SlugField(max_length=40, required=False)
    weight = serializers.DecimalField(max_digits=6, decimal_places=3)
    measure = serializers.ChoiceField(Measure.choices, required=False, allow_blank=True)


class CriterionViewSet(NounViewSet):
    """Criteria of the two axes. PATCH `is_active: false` retires one; measurements keep what they measured by."""

    queryset = Criterion.objects.all()
    serializer_class = PortfolioCriterionSerializer
    filterset_fields = ["axis", "is_active"]
    create = verb(add_criterion, PortfolioCriterionInput)
    partial_update = verb(change_criterion, PortfolioCriterionChange)


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
    score = serializers.DecimalField(max_digits=5, decimal_places=2)
    reason = serializers.CharField(allow_blank=True, default="", max_length=300)


class ScoreViewSet(NounViewSet):
    """People's scores of categories. POST enters or replaces one's own, DELETE takes it back."""

    queryset = CriterionScore.objects.select_related("category", "criterion", "scorer")
    serializer_class = ScoreSerializer
    filterset_fields = ["category__code", "criterion__code"]
    create = verb(score_criterion, ScoreInput)
    destroy = verb(withdraw_score, noun="score")


class ConsensusSerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)
    criterion = CodeRef(read_only=True)
    created_by = Ref(read_only=True)

    class Meta:
        model = ScoreConsensus
        fields = [
            "public_id", "category", "criterion", "score", "reason", "scores", "is_current", "created_by", "created_at",
        ]  # fmt: skip


class ConsensusInput(ScoreInput):
    reason = serializers.CharField(max_length=300)


class ConsensusViewSet(NounViewSet):
    """What several assessors agreed on, with their scores as they stood. POST records one; it counts from then on.

    DELETE lifts the one that holds: it stays as a record, but people's own scores or the measured value count again.
    """

    queryset = ScoreConsensus.objects.select_related("category", "criterion", "created_by")
    serializer_class = ConsensusSerializer
    filterset_fields = ["category__code", "criterion__code", "is_current"]
    create = verb(record_consensus, ConsensusInput)
    destroy = verb(lift_consensus, noun="consensus")


class WeighingSerializer(serializers.ModelSerializer):
    created_by = Ref(read_only=True)

    class Meta:
        model = AxisWeighing
        fields = ["public_id", "axis", "judgements", "weights", "consistency_ratio", "created_by", "created_at"]


class PairInput(serializers.Serializer):
    first = serializers.CharField()
    second = serializers.CharField()
    value = serializers.ChoiceField(JUDGEMENTS, help_text="How many times more the first weighs: 9 … 1, 1/2 … 1/9.")


class WeighingInput(serializers.Serializer):
    axis = serializers.ChoiceField(Axis.choices)
    judgements = PairInput(many=True)

    def validate_judgements(self, rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
        found = {(row["first"], row["second"]): row["value"] for row in rows}
        if len(found) != len(rows):
            raise serializers.ValidationError("A pair comes twice.")
        return found


class WeighingViewSet(NounViewSet):
    """Weights of an axis by comparing its criteria in pairs (AHP).

    POST judges every pair once and sets the weights; refused when the consistency ratio is over 0.10.
    """

    queryset = AxisWeighing.objects.select_related("created_by")
    serializer_class = WeighingSerializer
    filterset_fields = ["axis"]
    create = verb(weigh_axis, WeighingInput)
