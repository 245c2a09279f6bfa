from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from procurement import services
from procurement.models import Budget, BudgetCarryOver, BudgetOverrun, BudgetRate, Requisition
from procurement.queries.budget import rate_difference, standing_of
from procurement.states import BudgetControl, CarryOverDecision
from srm.accounts.models import LegalEntity
from srm.accounts.states import Role
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, ReferenceViewSet
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
            "amount", "control", "exception_role",
        ]  # fmt: skip


class OverrunSerializer(serializers.ModelSerializer):
    """Leave for one request to take more than was left."""

    requisition = Ref(read_only=True)
    created_by = Ref(read_only=True)

    class Meta:
        model = BudgetOverrun
        fields = ["requisition", "amount", "reason", "created_by"]


class CarryOverSerializer(serializers.ModelSerializer):
    """What was decided of a budget that ended."""

    target = Ref(read_only=True)
    created_by = Ref(read_only=True)

    class Meta:
        model = BudgetCarryOver
        fields = ["target", "decision", "carried", "reason", "created_by"]


class BudgetDetailSerializer(BudgetSerializer):
    """A budget with what stands on it."""

    standing = serializers.SerializerMethodField()
    rate_difference = serializers.SerializerMethodField(
        help_text="By how much the bookings differ at the rates of their days."
    )
    overruns = OverrunSerializer(many=True, read_only=True)
    carry_over = serializers.SerializerMethodField()

    class Meta(BudgetSerializer.Meta):
        fields = [*BudgetSerializer.Meta.fields, "standing", "rate_difference", "overruns", "carry_over"]

    def get_rate_difference(self, budget: Budget) -> str:
        return str(rate_difference(budget))

    @extend_schema_field(CarryOverSerializer(allow_null=True))
    def get_carry_over(self, budget: Budget) -> CarryOverSerializer | None:
        kept = BudgetCarryOver.objects.filter(budget=budget).select_related("target", "created_by").first()
        return CarryOverSerializer(kept).data if kept else None  # type: ignore[return-value]

    def get_standing(self, budget: Budget) -> StandingSerializer:
        return StandingSerializer(standing_of(budget)).data  # type: ignore[return-value]


class BudgetInput(serializers.Serializer):
    cost_centre = Ref(CostCentre)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    amount = _money(min_value=Decimal(0))
    article = serializers.CharField(max_length=60, allow_blank=True, default="")
    project = serializers.CharField(max_length=60, allow_blank=True, default="")
    control = serializers.ChoiceField(choices=BudgetControl.choices, allow_blank=True, required=False)
    exception_role = serializers.ChoiceField(choices=Role.choices, allow_blank=True, required=False)


class OverrunInput(serializers.Serializer):
    requisition = Ref(Requisition)
    amount = _money(min_value=Decimal("0.01"))
    reason = serializers.CharField(max_length=500)


class CarryOverInput(serializers.Serializer):
    decision = serializers.ChoiceField(choices=CarryOverDecision.choices)
    reason = serializers.CharField(max_length=500)


def _allow_overrun(*, budget: Budget, requisition: Requisition, amount: Decimal, reason: str, by: Any) -> Budget:
    """Let one request take more than is left, with a reason."""
    services.allow_overrun(budget=budget, requisition=requisition, amount=amount, reason=reason, by=by)
    return budget


def _carry_over(*, budget: Budget, decision: str, reason: str, by: Any) -> Budget:
    """Move what is open on a budget that ended to the next one."""
    services.carry_over_budget(budget=budget, decision=decision, reason=reason, by=by)
    return budget


class BudgetViewSet(NounViewSet):
    """Budgets of cost centres; POST again with the same cost centre and start changes the amount."""

    queryset = Budget.objects.select_related("cost_centre", "legal_entity").prefetch_related(
        "overruns__requisition", "overruns__created_by"
    )
    serializer_class = BudgetDetailSerializer
    create = verb(services.set_budget, BudgetInput)
    allow_overrun = verb(_allow_overrun, OverrunInput)
    carry_over = verb(_carry_over, CarryOverInput)

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return BudgetSerializer if self.action == "list" else BudgetDetailSerializer


class BudgetRateSerializer(serializers.ModelSerializer):
    """One currency is worth `rate` of the company's own, against its budgets of a period."""

    legal_entity = Ref(read_only=True)

    class Meta:
        model = BudgetRate
        fields = ["public_id", "legal_entity", "currency", "period_from", "period_to", "rate"]


class BudgetRateInput(serializers.Serializer):
    legal_entity = Ref(LegalEntity)
    currency = serializers.CharField(min_length=3, max_length=3)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    rate = serializers.DecimalField(max_digits=18, decimal_places=8, min_value=Decimal("0.00000001"))


class BudgetRateViewSet(ReferenceViewSet):
    """At what rates budgets count other currencies; POST again with the same start changes a rate."""

    queryset = BudgetRate.objects.select_related("legal_entity")
    serializer_class = BudgetRateSerializer
    create = verb(services.set_budget_rate, BudgetRateInput)
