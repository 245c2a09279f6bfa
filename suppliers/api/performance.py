"""Scorecards and joint plans, for programs of the buyers' side."""

from rest_framework import mixins, serializers

from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, PublicViewSet
from suppliers.models import JointAction, JointPlan, Scorecard, Supplier, SupplierSegment
from suppliers.rules.segment import Segment, review_months
from suppliers.services import (
    agree_joint_action,
    close_joint_plan,
    complete_joint_action,
    compute_scorecard,
    create_joint_plan,
    decline_joint_action,
    propose_joint_action,
    share_joint_plan,
)
from suppliers.states import Side


class ScorecardSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    inputs = serializers.DictField(
        source="question",
        read_only=True,
        help_text="The input of `srm calc scorecard`; empty when no criterion was active.",
    )
    scores = serializers.DictField(read_only=True)
    facts = serializers.DictField(read_only=True)
    critical = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Scorecard
        fields = [
            "public_id", "supplier", "period_from", "period_to", "total", "coverage", "band", "critical", "scores",
            "facts", "inputs", "created_at",
        ]  # fmt: skip


class ScorecardInput(serializers.Serializer):
    supplier = Ref(Supplier)
    period_from = serializers.DateField()
    period_to = serializers.DateField()


class ScorecardViewSet(NounViewSet):
    """How suppliers performed over a period, with the evidence and the input of the calculation."""

    queryset = Scorecard.objects.select_related("supplier")
    serializer_class = ScorecardSerializer
    filterset_fields = ["band"]
    create = verb(compute_scorecard, ScorecardInput)


class SegmentSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)
    review_months = serializers.SerializerMethodField()

    class Meta:
        model = SupplierSegment
        fields = [
            "supplier", "category", "quadrant", "share", "performance", "segment", "care", "review_due_on",
            "review_months", "period", "computed_at",
        ]  # fmt: skip

    def get_review_months(self, row: SupplierSegment) -> int | None:
        """Months between reviews: the shorter of the segment's rhythm and that of the category's strategy."""
        rhythm = getattr(row.category, "review_rhythm", None)
        return review_months(Segment(row.segment), rhythm.months if rhythm else 0)


class SegmentViewSet(mixins.ListModelMixin, PublicViewSet):
    """How suppliers stand in their categories, and the care that follows; computed with each position."""

    queryset = SupplierSegment.objects.select_related("supplier", "category__review_rhythm")
    serializer_class = SegmentSerializer
    filterset_fields = ["category__code", "supplier__public_id", "segment"]


class JointActionSerializer(serializers.ModelSerializer):
    plan = Ref(read_only=True)
    actions = ActionsField("suppliers.jointaction")

    class Meta:
        model = JointAction
        fields = [
            "public_id", "plan", "title", "side", "proposed_by_side", "due_on", "expected_effect", "status", "reason",
            "decided_at", "actions",
        ]  # fmt: skip


class JointPlanSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    owner = Ref(read_only=True)
    steps = JointActionSerializer(source="actions", many=True, read_only=True)
    actions = ActionsField("suppliers.jointplan")

    class Meta:
        model = JointPlan
        fields = [
            "public_id",
            "number",
            "supplier",
            "title",
            "goal",
            "owner",
            "status",
            "review_on",
            "steps",
            "actions",
        ]


class JointPlanInput(serializers.Serializer):
    supplier = Ref(Supplier)
    title = serializers.CharField(max_length=200)
    goal = serializers.CharField(allow_blank=True, default="")
    review_on = serializers.DateField(required=False, allow_null=True)


class StepInput(serializers.Serializer):
    title = serializers.CharField(max_length=300)
    side = serializers.ChoiceField(choices=Side.choices)
    due_on = serializers.DateField()
    expected_effect = serializers.CharField(max_length=200, allow_blank=True, default="")


class DeclineInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class JointPlanViewSet(NounViewSet):
    """What we and a supplier mean to reach together."""

    queryset = JointPlan.objects.select_related("supplier", "owner").prefetch_related("actions__plan")
    serializer_class = JointPlanSerializer
    filterset_fields = ["status"]
    search_fields = ["number", "title"]
    create = verb(create_joint_plan, JointPlanInput)
    share = verb(share_joint_plan)
    close = verb(close_joint_plan)
    propose = verb(propose_joint_action, StepInput, returns=JointActionSerializer)


class JointActionViewSet(NounViewSet):
    """Steps of joint plans: the other side than the one that proposed agrees or declines."""

    queryset = JointAction.objects.select_related("plan")
    serializer_class = JointActionSerializer
    filterset_fields = ["status", "side"]
    agree = verb(agree_joint_action, noun="action")
    decline = verb(decline_joint_action, DeclineInput, noun="action")
    complete = verb(complete_joint_action, noun="action")
