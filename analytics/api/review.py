"""Reviews, findings, surveys and dossiers by REST."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import services
from analytics.models import CycleReview, Finding, Measure
from procurement.models import Cycle
from procurement.states import Stage
from srm.accounts.models import User
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet


class MeasureSerializer(serializers.ModelSerializer):
    class Meta:
        model = Measure
        fields = ["stage", "code", "value", "goal", "at_least", "count", "is_met"]


class ReviewSerializer(serializers.ModelSerializer):
    cycle = Ref(read_only=True)
    measures = MeasureSerializer(many=True, read_only=True)

    class Meta:
        model = CycleReview
        fields = ["public_id", "cycle", "measured_at", "summary", "closed_at", "measures"]


class OpenReviewInput(serializers.Serializer):
    cycle = Ref(Cycle)


class CloseInput(serializers.Serializer):
    code = serializers.CharField(max_length=20)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    summary = serializers.CharField(max_length=200, allow_blank=True, default="")


class ReviewViewSet(NounViewSet):
    """Cycles looked at: their measures against their goals."""

    queryset = CycleReview.objects.select_related("cycle").prefetch_related("measures")
    serializer_class = ReviewSerializer
    create = verb(services.open_review, OpenReviewInput)
    measure = verb(services.measure_cycle)

    @extend_schema(request=CloseInput, responses={200: ReviewSerializer})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, public_id: str) -> Response:
        """Close the cycle and start the next, with the goals and decisions of this one."""
        review = self.get_object()
        services.close_cycle(review=review, by=request.user, **self.read_input(CloseInput))
        return self.reply(review)


class FindingSerializer(serializers.ModelSerializer):
    review = Ref(read_only=True)
    owner = Ref(read_only=True)

    class Meta:
        model = Finding
        fields = [
            "public_id", "review", "stage", "problem", "evidence", "evidence_link", "action", "owner",
            "expected_effect", "status",
        ]  # fmt: skip


class FindingInput(serializers.Serializer):
    review = Ref(CycleReview)
    stage = serializers.ChoiceField(Stage.choices)
    problem = serializers.CharField(max_length=300)
    evidence = serializers.CharField(max_length=200, allow_blank=True, default="")
    evidence_link = serializers.RegexField(r"^(/[^/\\].*)?$", max_length=200, allow_blank=True, default="")
    owner = Ref(User, required=False)


class DecideInput(serializers.Serializer):
    action = serializers.CharField(max_length=300)
    owner = Ref(User)
    expected_effect = serializers.CharField(max_length=120, allow_blank=True, default="")


class DropInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class FindingViewSet(NounViewSet):
    """What reviews found, and what was decided about it."""

    queryset = Finding.objects.select_related("review", "owner")
    serializer_class = FindingSerializer
    filterset_fields = ["status", "stage"]
    create = verb(services.add_finding, FindingInput)
    decide = verb(services.decide_finding, DecideInput)
    drop = verb(services.drop_finding, DropInput)
