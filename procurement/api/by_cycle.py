"""A category cycle by cycle, as the programs read it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from procurement.queries.by_cycle import CycleOfCategory

DECIMALS = serializers.DecimalField(max_digits=18, decimal_places=1)


class GoalResultSerializer(serializers.Serializer):
    measure = serializers.CharField(allow_blank=True)
    name = serializers.CharField(source="label", help_text="Of the measure, or the goal's own words.")
    start = serializers.CharField(allow_blank=True)
    target = serializers.CharField(allow_blank=True)
    now = serializers.DecimalField(max_digits=18, decimal_places=1, allow_null=True)
    is_met = serializers.BooleanField()


class CycleOfCategorySerializer(serializers.Serializer):
    """`measured` and `goals` of the newest two cycles; sums in the organisation's currency."""

    cycle = serializers.CharField(source="cycle.code")
    quadrant = serializers.CharField(source="position.quadrant", default="")
    supply_risk = serializers.IntegerField(source="position.risk", default=None, help_text="0–100")
    profit_impact = serializers.IntegerField(source="position.impact", default=None, help_text="0–100")
    strategy = serializers.CharField(source="strategy.number", default="")
    procedure = serializers.CharField(source="strategy.procedure", default="")
    goals = GoalResultSerializer(many=True)
    measured = serializers.SerializerMethodField()
    estimated = serializers.SerializerMethodField()
    awarded = serializers.SerializerMethodField()
    awards = serializers.SerializerMethodField()
    saved_percent = serializers.DecimalField(max_digits=18, decimal_places=1, allow_null=True)
    received = serializers.DecimalField(source="spend", max_digits=18, decimal_places=2)

    @extend_schema_field(serializers.DictField(child=DECIMALS))
    def get_measured(self, row: CycleOfCategory) -> dict[str, str | None]:
        return {str(m): None if value is None else format(value, "f") for m, value in row.measured.items()}

    @extend_schema_field(serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True))
    def get_estimated(self, row: CycleOfCategory) -> Any:
        return str(row.saved[0]) if row.saved else None

    @extend_schema_field(serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True))
    def get_awarded(self, row: CycleOfCategory) -> Any:
        return str(row.saved[1]) if row.saved else None

    def get_awards(self, row: CycleOfCategory) -> int:
        return row.saved[2] if row.saved else 0
