"""The category tree as it is kept; reading it is everybody's: `categories`."""

from rest_framework import serializers

from procurement.services import add_category, change_category
from srm.accounts.models import User
from srm.api.nouns.reference import CategorySerializer
from srm.api.serializers import CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import PublicViewSet
from srm.reference.models import Category, Scheme


class CategoryCodes(serializers.Serializer):
    codes = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=20)), required=False,
        help_text=f"By classification ({', '.join(Scheme.values)}); one left out keeps its codes.",
    )  # fmt: skip


class CategoryChange(CategoryCodes):
    name = serializers.CharField(max_length=200, required=False)
    owner = Ref(User, required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)


class CategoryInput(CategoryCodes):
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)
    parent = CodeRef(Category, required=False, allow_null=True)  # type: ignore[assignment]
    owner = Ref(User, required=False, allow_null=True)


class CategoryTreeViewSet(PublicViewSet):
    """Keeping the tree. POST adds a category under its parent; PATCH changes name, owner, use and codes."""

    queryset = Category.objects.select_related("owner").prefetch_related("codes")
    serializer_class = CategorySerializer
    create = verb(add_category, CategoryInput)
    partial_update = verb(change_category, CategoryChange)
