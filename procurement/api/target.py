"""Where categories should come to stand on the matrix."""

from rest_framework import serializers

from procurement.models import CategoryTarget
from procurement.services import drop_target, set_target
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class CategoryTargetSerializer(serializers.ModelSerializer):
    category = CodeRef(read_only=True)
    created_by = Ref(read_only=True, slug_field="name")

    class Meta:
        model = CategoryTarget
        fields = [
            "public_id", "category", "quadrant", "supply_risk", "profit_impact", "reason", "due_on", "is_current",
            "created_by", "created_at",
        ]  # fmt: skip


class CategoryTargetInput(serializers.Serializer):
    category = CodeRef(Category)
    supply_risk = serializers.DecimalField(max_digits=3, decimal_places=2, min_value=0, max_value=1)
    profit_impact = serializers.DecimalField(max_digits=3, decimal_places=2, min_value=0, max_value=1)
    reason = serializers.CharField(max_length=500)
    due_on = serializers.DateField(required=False, allow_null=True)


class DropTargetInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class CategoryTargetViewSet(NounViewSet):
    """Target positions of categories, now (`is_current=true`) and before. POST sets one instead of the last."""

    queryset = CategoryTarget.objects.select_related("category", "created_by")
    serializer_class = CategoryTargetSerializer
    filterset_fields = ["is_current", "quadrant", "category__code"]
    search_fields = ["category__code", "category__name"]
    create = verb(set_target, CategoryTargetInput)
    drop = verb(drop_target, DropTargetInput)
