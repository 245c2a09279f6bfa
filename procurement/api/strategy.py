"""Category strategies."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from procurement.models import Strategy
from procurement.queries.goal import measure_goals
from procurement.services import (
    approve_strategy,
    draft_strategy,
    reach_milestone,
    report_lever,
    return_strategy,
    submit_strategy,
    update_strategy,
)
from procurement.states import (
    ApprovalLevel,
    Asked,
    AuctionFormat,
    Direction,
    GoalMeasure,
    Procedure,
    StrategyLever,
)
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class StrategySerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)
    created_by = Ref(read_only=True)
    approved_by = Ref(read_only=True)
    cycle = Ref(read_only=True, slug_field="code")
    outdated_reason = serializers.CharField(read_only=True)
    measured = serializers.SerializerMethodField()
    actions = ActionsField("procurement.strategy")

    class Meta:
        model = Strategy
        fields = [
            "public_id", "number", "category", "version", "status", "quadrant", "procedure", "auction_format",
            "price_weight", "minimum_bidders", "contract_months", "approval_level", "supplier_review_months",
            "direction", "criteria", "review_on", "goals", "measured", "levers", "milestones", "overruled_reason",
            "evidence", "outdated_code", "outdated_params", "outdated_reason", "cycle", "created_by", "created_at",
            "approved_by", "approved_at", "actions",
        ]  # fmt: skip

    @extend_schema_field(serializers.DictField(child=serializers.DecimalField(max_digits=12, decimal_places=1)))
    def get_measured(self, strategy: Strategy) -> dict[str, str | None] | None:
        """What the goals' measures say now, of a single strategy; None in a list."""
        if self.parent is not None:
            return None
        return {str(m): None if v is None else format(v, "f") for m, v in measure_goals(strategy.category).items()}


class StrategyGoalInput(serializers.Serializer):
    measure = serializers.ChoiceField(choices=GoalMeasure.choices, allow_blank=True, default="")
    name = serializers.CharField(max_length=120, allow_blank=True, default="")
    start = serializers.CharField(max_length=20, allow_blank=True, default="")
    target = serializers.CharField(max_length=20)
    by = serializers.CharField(max_length=20, allow_blank=True, default="")


class StrategyLeverInput(serializers.Serializer):
    code = serializers.ChoiceField(choices=StrategyLever.choices, allow_blank=True, default="")
    name = serializers.CharField(max_length=120, allow_blank=True, default="")
    expected = serializers.CharField(max_length=30, allow_blank=True, default="")
    owner = serializers.CharField(max_length=254, allow_blank=True, default="", help_text="A name, or an e-mail.")


class MilestoneInput(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    due_on = serializers.DateField(required=False, allow_null=True)
    owner = serializers.CharField(max_length=254, allow_blank=True, default="", help_text="A name, or an e-mail.")


class AskedInput(serializers.Serializer):
    code = serializers.ChoiceField(choices=Asked.choices)
    weight = serializers.IntegerField(min_value=1, max_value=100)


class LeverReportInput(serializers.Serializer):
    number = serializers.IntegerField(min_value=1, help_text="Of the lever in its list, from 1.")
    measured = serializers.CharField(max_length=30)


class MilestoneReachedInput(serializers.Serializer):
    number = serializers.IntegerField(min_value=1, help_text="Of the milestone in its list, from 1.")


class StrategyChanges(serializers.Serializer):
    procedure = serializers.ChoiceField(choices=Procedure.choices, required=False)
    auction_format = serializers.ChoiceField(choices=AuctionFormat.choices, required=False)
    price_weight = serializers.IntegerField(min_value=0, max_value=100, required=False)
    minimum_bidders = serializers.IntegerField(min_value=1, max_value=99, required=False)
    contract_months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    review_on = serializers.DateField(required=False)
    approval_level = serializers.ChoiceField(choices=ApprovalLevel.choices, required=False)
    supplier_review_months = serializers.IntegerField(min_value=0, max_value=60, required=False)
    direction = serializers.ChoiceField(choices=Direction.choices, allow_blank=True, required=False)
    criteria = AskedInput(many=True, required=False, help_text="Besides the price; shared out anew to 100 % with it.")
    goals = StrategyGoalInput(many=True, required=False)
    levers = StrategyLeverInput(many=True, required=False)
    milestones = MilestoneInput(many=True, required=False)
    overruled_reason = serializers.CharField(max_length=500, allow_blank=True, required=False)


class StrategyInput(StrategyChanges):
    category = CodeRef(Category)


class ReturnStrategyInput(serializers.Serializer):
    comment = serializers.CharField()


class StrategyViewSet(NounViewSet):
    """Strategies of categories: a draft is filled from what the quadrant proposes; what is given overrules it."""

    queryset = Strategy.objects.select_related("category", "created_by", "approved_by", "cycle")
    serializer_class = StrategySerializer
    filterset_fields = ["status", "quadrant", "category__code", "cycle__code"]
    search_fields = ["number", "category__name"]
    create = verb(draft_strategy, StrategyInput)
    partial_update = verb(update_strategy, StrategyChanges)
    submit = verb(submit_strategy)
    send_back = verb(return_strategy, ReturnStrategyInput)
    approve = verb(approve_strategy)
    report_lever = verb(report_lever, LeverReportInput)
    reach_milestone = verb(reach_milestone, MilestoneReachedInput)
