"""The category tree as it is kept; reading it is everybody's: `categories`."""

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from procurement.queries.classification import find_codes
from procurement.services import add_category, change_category, move_category
from srm.accounts.models import User
from srm.api.nouns.reference import CATEGORIES, CategorySerializer
from srm.api.pagination import CursorPagination
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import PublicViewSet
from srm.reference.models import Category, ClassificationCode, Scheme


class CategoryCodes(serializers.Serializer):
    codes = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=20)), required=False,
        help_text=f"By classification ({', '.join(Scheme.values)}); one left out keeps its codes.",
    )  # fmt: skip


class CategoryPolicy(CategoryCodes):
    names = serializers.DictField(
        child=serializers.CharField(max_length=200), required=False, help_text="In other languages: ru, uk.",
    )  # fmt: skip
    small_purchase_limit = serializers.DecimalField(
        max_digits=18, decimal_places=2, required=False, allow_null=True,
        help_text="In the organisation's currency; null: the parent's.",
    )  # fmt: skip


class CategoryChange(CategoryPolicy):
    name = serializers.CharField(max_length=200, required=False)
    owner = Ref(User, required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)


class CategoryInput(CategoryPolicy):
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)
    parent = CodeRef(Category, required=False, allow_null=True)  # type: ignore[assignment]
    owner = Ref(User, required=False, allow_null=True)


class CategoryMove(serializers.Serializer):
    parent = CodeRef(  # type: ignore[assignment]
        Category, allow_null=True, help_text="Its code; null: a root."
    )


class CategoryTreeViewSet(PublicViewSet):
    """Keeping the tree. POST adds a category under its parent; PATCH changes name, owner, use, policy and codes."""

    queryset = CATEGORIES
    serializer_class = CategorySerializer
    create = verb(add_category, CategoryInput)
    partial_update = verb(change_category, CategoryChange)
    move = verb(move_category, CategoryMove, noun="category")


class ClassificationCodeSerializer(serializers.ModelSerializer):
    label = serializers.CharField(  # type: ignore[assignment]
        source="title", help_text="In your language where the loaded list had it."
    )

    class Meta:
        model = ClassificationCode
        fields = ["scheme", "code", "label", "parent_code"]


class ByCode(CursorPagination):
    ordering = ("scheme", "code")  # type: ignore[assignment]


class ClassificationCodeViewSet(mixins.ListModelMixin, PublicViewSet):
    """Codes of the public classifications that are loaded."""

    queryset = ClassificationCode.objects.order_by("scheme", "code")
    serializer_class = ClassificationCodeSerializer
    pagination_class = ByCode
    filter_backends = [DjangoFilterBackend]
    filterset_fields = {"scheme": ["exact"], "code": ["exact"], "parent_code": ["exact"]}

    def get_queryset(self) -> Any:
        return find_codes("", self.request.query_params.get("search", ""))

    @extend_schema(parameters=[OpenApiParameter("search", str, description="The beginning of a code, or words.")])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)
