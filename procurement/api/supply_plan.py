"""Supply plans with their lines."""

from rest_framework import serializers

from procurement.models import PlanLine, SupplyPlan
from procurement.services import approve_supply_plan, create_supply_plan
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet


class PlanLineSerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)

    class Meta:
        model = PlanLine
        fields = ["category", "known_amount", "forecast_amount", "procedure", "start_on", "note"]


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


class SupplyPlanViewSet(NounViewSet):
    """What will be bought in a period, by category: known needs and forecast apart."""

    queryset = SupplyPlan.objects.select_related("created_by", "approved_by").prefetch_related("lines__category")
    serializer_class = SupplyPlanSerializer
    filterset_fields = ["status"]
    search_fields = ["number"]
    create = verb(create_supply_plan, SupplyPlanInput)
    approve = verb(approve_supply_plan, noun="plan")
