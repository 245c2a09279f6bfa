"""Supply plans with their lines."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from procurement.models import PlanLine, SupplyPlan
from procurement.services import approve_supply_plan, create_supply_plan, set_plan_line
from procurement.states import Procedure
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class PlanLineSerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)

    class Meta:
        model = PlanLine
        fields = [
            "category", "quarter", "quarter_to", "known_amount", "forecast_amount", "reorder_amount",
            "contract_ends_on", "contract_reference", "procedure", "needed_on", "order_on", "start_on",
            "delivery_days", "procedure_days", "is_measured", "note",
        ]  # fmt: skip


class SupplyPlanSerializer(serializers.ModelSerializer):
    created_by = Ref(read_only=True)
    approved_by = Ref(read_only=True)
    lines = PlanLineSerializer(many=True, read_only=True)
    actions = ActionsField("procurement.supplyplan")

    class Meta:
        model = SupplyPlan
        fields = [
            "public_id", "number", "period_from", "period_to", "currency", "status", "created_by", "approved_by",
            "approved_at", "lines", "actions",
        ]  # fmt: skip


class SupplyPlanInput(serializers.Serializer):
    period_from = serializers.DateField()
    period_to = serializers.DateField()


class PlanLineInput(serializers.Serializer):
    category = Ref(Category)
    quarter = serializers.DateField(help_text="Any day of the quarter.")
    known_amount = serializers.DecimalField(max_digits=18, decimal_places=2, min_value=Decimal(0))
    forecast_amount = serializers.DecimalField(max_digits=18, decimal_places=2, min_value=Decimal(0))
    procedure = serializers.ChoiceField(choices=Procedure.choices, required=False)
    needed_on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


def _set_line(*, plan: SupplyPlan, by: Any, **fields: Any) -> SupplyPlan:
    """Change a line of a draft plan, or add one."""
    set_plan_line(plan=plan, by=by, **fields)
    return plan


class SupplyPlanViewSet(NounViewSet):
    """What will be bought in a period, by category: known needs and forecast apart."""

    queryset = SupplyPlan.objects.select_related("created_by", "approved_by").prefetch_related("lines__category")
    serializer_class = SupplyPlanSerializer
    filterset_fields = ["status"]
    search_fields = ["number"]
    create = verb(create_supply_plan, SupplyPlanInput)
    set_line = verb(_set_line, PlanLineInput, noun="plan")
    approve = verb(approve_supply_plan, noun="plan")
