from decimal import Decimal

from rest_framework import serializers

from procurement import services
from procurement.models import Budget
from procurement.queries.budget import standing_of
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import CostCentre


def _money(**options) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=18, decimal_places=2, **options)


class StandingSerializer(serializers.Serializer):
    """What stands on a budget, in its currency."""

    requested = _money()
    approved = _money()
    ordered = _money()
    received = _money()
    spent = _money()
    left = _money()


class BudgetSerializer(serializers.ModelSerializer):
    """What a cost centre may spend in a period."""

    cost_centre = Ref(read_only=True)
    legal_entity = Ref(read_only=True)

    class Meta:
        model = Budget
        fields = [
            "public_id", "cost_centre", "legal_entity", "article", "project", "period_from", "period_to", "currency",
            "amount",
        ]  # fmt: skip


class BudgetDetailSerializer(BudgetSerializer):
    """A budget with what stands on it."""

    standing = serializers.SerializerMethodField()

    class Meta(BudgetSerializer.Meta):
        fields = [*BudgetSerializer.Meta.fields, "standing"]

    def get_standing(self, budget: Budget) -> StandingSerializer:
        return StandingSerializer(standing_of(budget)).data  # type: ignore[return-value]


class BudgetInput(serializers.Serializer):
    cost_centre = Ref(CostCentre)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    amount = _money(min_value=Decimal(0))
    article = serializers.CharField(max_length=60, allow_blank=True, default="")
    project = serializers.CharField(max_length=60, allow_blank=True, default="")


class BudgetViewSet(NounViewSet):
    """Budgets of cost centres; POST again with the same cost centre and start changes the amount."""

    queryset = Budget.objects.select_related("cost_centre", "legal_entity")
    serializer_class = BudgetDetailSerializer
    create = verb(services.set_budget, BudgetInput)

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return BudgetSerializer if self.action == "list" else BudgetDetailSerializer
