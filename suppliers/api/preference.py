"""Segments of past cycles, reviews, suppliers' views of us, ABC and XYZ, for programs."""

from typing import Any

from rest_framework import mixins, serializers

from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, PortalViewSet, PublicViewSet
from srm.reference.models import Category
from suppliers.models import (
    PreferenceRecord,
    SegmentRecord,
    SelfDeclaration,
    Supplier,
    SupplierPreference,
    SupplierRevenue,
    SupplierReview,
    SupplyClass,
)
from suppliers.rules.preference import HIGHEST, LOWEST
from suppliers.services import declare_customer_view, hold_review, judge_attractiveness, state_revenue


class SegmentRecordSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)

    class Meta:
        model = SegmentRecord
        fields = ["supplier", "category", "period", "quadrant", "share", "performance", "segment", "computed_at"]


class SegmentRecordViewSet(mixins.ListModelMixin, PublicViewSet):
    """How suppliers stood in their categories at the end of each cycle (`period` is its code)."""

    queryset = SegmentRecord.objects.select_related("supplier", "category")
    serializer_class = SegmentRecordSerializer
    filterset_fields = ["category__code", "supplier__public_id", "period"]


class SupplierReviewSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)

    class Meta:
        model = SupplierReview
        fields = ["public_id", "supplier", "category", "held_on", "note", "created_at"]


class SupplierReviewInput(serializers.Serializer):
    supplier = Ref(Supplier)
    category = CodeRef(Category)
    held_on = serializers.DateField()
    note = serializers.CharField(allow_blank=True, default="")


class SupplierReviewViewSet(NounViewSet):
    """Reviews that were held with suppliers; the next one is due by the segment."""

    queryset = SupplierReview.objects.select_related("supplier", "category")
    serializer_class = SupplierReviewSerializer
    filterset_fields = ["category__code", "supplier__public_id"]
    create = verb(hold_review, SupplierReviewInput)


class PreferenceSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)
    judged_by = Ref(read_only=True)

    class Meta:
        model = SupplierPreference
        fields = [
            "public_id",
            "supplier",
            "category",
            "preference",
            "judged",
            "judged_reason",
            "judged_by",
            "judged_at",
        ]


class JudgementInput(serializers.Serializer):
    supplier = Ref(Supplier)
    category = CodeRef(Category)
    attractiveness = serializers.DecimalField(
        max_digits=3, decimal_places=2, min_value=LOWEST, max_value=HIGHEST, allow_null=True
    )
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class PreferenceViewSet(NounViewSet):
    """How suppliers see us as a customer, and our judgement of it; POST judges, without a value takes it back."""

    queryset = SupplierPreference.objects.select_related("supplier", "category", "judged_by")
    serializer_class = PreferenceSerializer
    filterset_fields = ["category__code", "supplier__public_id", "preference"]
    create = verb(judge_attractiveness, JudgementInput)


class PreferenceRecordSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)

    class Meta:
        model = PreferenceRecord
        fields = ["supplier", "category", "period", "preference", "judged", "computed_at"]


class PreferenceRecordViewSet(mixins.ListModelMixin, PublicViewSet):
    """How suppliers saw us at the end of each cycle (`period` is its code)."""

    queryset = PreferenceRecord.objects.select_related("supplier", "category")
    serializer_class = PreferenceRecordSerializer
    filterset_fields = ["category__code", "supplier__public_id", "period"]


class RevenueSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    entered_by = Ref(source="created_by", read_only=True)
    is_self_declared = serializers.BooleanField(default=False, read_only=True)

    class Meta:
        model = SupplierRevenue
        fields = [
            "public_id", "supplier", "year", "revenue", "currency", "found_in", "is_self_declared", "entered_by",
            "created_at",
        ]  # fmt: skip


class RevenueInput(serializers.Serializer):
    supplier = Ref(Supplier)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    revenue = serializers.DecimalField(max_digits=18, decimal_places=2)
    currency = serializers.CharField(max_length=3)
    found_in = serializers.CharField(max_length=300)


class RevenueViewSet(NounViewSet):
    """What we found of suppliers' yearly sales; counts where the supplier states nothing as new. The same year again
    corrects it."""

    queryset = SupplierRevenue.objects.select_related("supplier", "created_by")
    serializer_class = RevenueSerializer
    filterset_fields = ["supplier__public_id", "year"]
    create = verb(state_revenue, RevenueInput)


class DeclarationSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    answers = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    is_self_declared = serializers.BooleanField(default=True, read_only=True)

    class Meta:
        model = SelfDeclaration
        fields = ["public_id", "supplier", "year", "revenue", "currency", "answers", "is_self_declared", "changed_at"]


class DeclarationInput(serializers.Serializer):
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    revenue = serializers.DecimalField(max_digits=18, decimal_places=2, required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)
    answers = serializers.DictField(child=serializers.IntegerField(min_value=LOWEST, max_value=HIGHEST), required=False)


class DeclarationViewSet(NounViewSet):
    """What suppliers state of themselves; empty for whoever scores them."""

    queryset = SelfDeclaration.objects.select_related("supplier")
    serializer_class = DeclarationSerializer
    filterset_fields = ["supplier__public_id", "year"]


class PortalDeclarationViewSet(PortalViewSet):
    """One's own statements, a year each; the same year again corrects it."""

    queryset = SelfDeclaration.objects.select_related("supplier")
    serializer_class = DeclarationSerializer
    create = verb(declare_customer_view, DeclarationInput)

    def given(self) -> dict[str, Any]:
        return {"supplier": self.supplier}


class SupplyClassSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)

    class Meta:
        model = SupplyClass
        fields = [
            "supplier", "category", "abc", "xyz", "spend", "months", "variation", "period_from", "period_to",
            "computed_at",
        ]  # fmt: skip


class SupplyClassViewSet(mixins.ListModelMixin, PublicViewSet):
    """ABC by cumulative spend and XYZ by evenness, of suppliers and of categories; computed with the portfolio."""

    queryset = SupplyClass.objects.select_related("supplier", "category").order_by("-spend", "pk")
    serializer_class = SupplyClassSerializer
    filterset_fields = ["abc", "xyz", "supplier__public_id", "category__code"]
