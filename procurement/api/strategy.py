"""Category strategies."""

from rest_framework import serializers

from procurement.models import Strategy
from procurement.services import approve_strategy, draft_strategy, return_strategy, submit_strategy, update_strategy
from procurement.states import AuctionFormat, Procedure
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class StrategySerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)
    created_by = Ref(read_only=True)
    approved_by = Ref(read_only=True)
    actions = ActionsField("procurement.strategy")

    class Meta:
        model = Strategy
        fields = [
            "public_id", "number", "category", "version", "status", "quadrant", "procedure", "auction_format",
            "price_weight", "minimum_bidders", "contract_months", "review_on", "goals", "levers", "overruled_reason",
            "evidence", "outdated_reason", "created_by", "created_at", "approved_by", "approved_at", "actions",
        ]  # fmt: skip


class GoalInput(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    start = serializers.CharField(max_length=20, allow_blank=True, default="")
    target = serializers.CharField(max_length=20)
    by = serializers.CharField(max_length=20, allow_blank=True, default="")


class LeverInput(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    expected = serializers.CharField(max_length=30, allow_blank=True, default="")
    owner = serializers.CharField(max_length=60, allow_blank=True, default="")


class StrategyChanges(serializers.Serializer):
    procedure = serializers.ChoiceField(choices=Procedure.choices, required=False)
    auction_format = serializers.ChoiceField(choices=AuctionFormat.choices, required=False)
    price_weight = serializers.IntegerField(min_value=0, max_value=100, required=False)
    minimum_bidders = serializers.IntegerField(min_value=1, max_value=99, required=False)
    contract_months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    review_on = serializers.DateField(required=False)
    goals = GoalInput(many=True, required=False)
    levers = LeverInput(many=True, required=False)
    overruled_reason = serializers.CharField(max_length=500, allow_blank=True, required=False)


class StrategyInput(StrategyChanges):
    category = CodeRef(Category)


class ReturnStrategyInput(serializers.Serializer):
    comment = serializers.CharField()


class StrategyViewSet(NounViewSet):
    """Strategies of categories: a draft is filled from what the quadrant proposes; what is given overrules it."""

    queryset = Strategy.objects.select_related("category", "created_by", "approved_by")
    serializer_class = StrategySerializer
    filterset_fields = ["status", "quadrant", "category__code"]
    search_fields = ["number", "category__name"]
    create = verb(draft_strategy, StrategyInput)
    partial_update = verb(update_strategy, StrategyChanges)
    submit = verb(submit_strategy)
    send_back = verb(return_strategy, ReturnStrategyInput)
    approve = verb(approve_strategy)
