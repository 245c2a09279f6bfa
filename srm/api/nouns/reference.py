"""Categories, items, cost centres, places, units and currencies."""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from srm.api.serializers import CodeRef, Ref
from srm.api.views import ReferenceViewSet
from srm.reference.models import Category, CategoryCode, CostCentre, Currency, Item, Place, Unit


class CategoryCodeSerializer(serializers.ModelSerializer):
    label = serializers.CharField(  # type: ignore[assignment]
        source="title", help_text="Empty where the classification is not loaded."
    )

    class Meta:
        model = CategoryCode
        fields = ["scheme", "code", "label"]


class CategorySerializer(serializers.ModelSerializer):
    owner = Ref(read_only=True)
    codes = CategoryCodeSerializer(many=True, read_only=True)
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent_code", allow_null=True, help_text="Its code; null: a root."
    )

    class Meta:
        model = Category
        fields = [
            "public_id", "code", "name", "names", "parent", "depth", "codes", "owner", "is_active",
            "small_purchase_limit",
        ]  # fmt: skip


CATEGORIES = (
    Category.objects.with_parent()
    .select_related("owner")
    .prefetch_related(Prefetch("codes", CategoryCode.objects.labelled()))
)


class CategoryViewSet(ReferenceViewSet):
    """The category tree in its order; `depth` 1 is a root."""

    queryset = CATEGORIES
    serializer_class = CategorySerializer
    search_fields = ["code", "name"]


class ItemSerializer(serializers.ModelSerializer):
    category = Ref(read_only=True)
    unit = CodeRef(read_only=True)

    class Meta:
        model = Item
        fields = [
            "public_id",
            "code",
            "name",
            "names",
            "specification",
            "category",
            "unit",
            "sole_source_reason",
            "is_active",
        ]


class ItemViewSet(ReferenceViewSet):
    """Things with a code and a specification."""

    queryset = Item.objects.select_related("category", "unit")
    serializer_class = ItemSerializer
    search_fields = ["code", "name"]
    filterset_fields = {"category__public_id": ["exact"]}


class CostCentreSerializer(serializers.ModelSerializer):
    legal_entity = Ref(read_only=True)
    department = Ref(read_only=True)
    owner = Ref(read_only=True)

    class Meta:
        model = CostCentre
        fields = ["public_id", "code", "name", "legal_entity", "department", "owner", "is_active"]


class CostCentreViewSet(ReferenceViewSet):
    """Where costs are booked."""

    queryset = CostCentre.objects.select_related("legal_entity", "department", "owner")
    serializer_class = CostCentreSerializer
    search_fields = ["code", "name"]
    filterset_fields = {"department__public_id": ["exact"], "legal_entity__public_id": ["exact"]}


class PlaceSerializer(serializers.ModelSerializer):
    legal_entity = Ref(read_only=True)

    class Meta:
        model = Place
        fields = ["public_id", "code", "name", "address", "legal_entity", "time_zone", "is_active"]


class PlaceViewSet(ReferenceViewSet):
    """Places of delivery and of stock."""

    queryset = Place.objects.select_related("legal_entity")
    serializer_class = PlaceSerializer
    search_fields = ["code", "name"]
    filterset_fields = {"legal_entity__public_id": ["exact"]}


class UnitSerializer(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ["code", "name", "symbol", "symbols", "okei"]


class UnitViewSet(ReferenceViewSet):
    """Units by their UN/ECE code; suppliers read them too."""

    queryset = Unit.objects.all()
    serializer_class = UnitSerializer
    permission_classes = [IsAuthenticated]
    lookup_field = "code"
    lookup_value_regex = "[0-9A-Za-z]+"


class CurrencySerializer(serializers.ModelSerializer):
    class Meta:
        model = Currency
        fields = ["code", "name", "decimals"]


class CurrencyViewSet(ReferenceViewSet):
    """Currencies in use; suppliers read them too."""

    queryset = Currency.objects.all()
    serializer_class = CurrencySerializer
    permission_classes = [IsAuthenticated]
    lookup_field = "code"
    lookup_value_regex = "[0-9A-Za-z]+"
