"""Fields that every app's serializers share."""

from typing import Any

from django.db import models
from rest_framework import serializers

from srm.api import portal
from srm.lifecycle.tables import REGISTRY


class Ref(serializers.SlugRelatedField):
    """Another noun by its public id, and only one that the sender may see."""

    default_error_messages = {"does_not_exist": serializers.SlugRelatedField.default_error_messages["does_not_exist"]}

    def __init__(self, model: type[models.Model] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("slug_field", "public_id")
        if model is not None and not kwargs.get("read_only"):
            kwargs.setdefault("queryset", model._default_manager.all())
        super().__init__(**kwargs)

    def get_queryset(self) -> Any:
        queryset = super().get_queryset()
        request = self.context.get("request")
        return queryset if request is None else seen_by(request.user, queryset)


class CodeRef(Ref):
    """A row of reference data by its code: a unit, a currency."""

    def __init__(self, model: type[models.Model] | None = None, **kwargs: Any) -> None:
        super().__init__(model, slug_field="code", **kwargs)


class ActionsField(serializers.Field):
    """The verbs that the present status has, from the noun's lifecycle table: what a program may offer."""

    def __init__(self, noun: str, **kwargs: Any) -> None:
        self.noun = noun
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: models.Model) -> list[str]:
        return [move.verb for move in REGISTRY[self.noun].open_moves(value)]


def seen_by(user: Any, queryset: Any) -> Any:
    """Narrow a queryset to what the person may see through his own door; reference data is open to both."""
    if getattr(user, "is_portal", False) and hasattr(queryset, "for_supplier"):
        return queryset.for_supplier(portal.supplier_of(user))
    return queryset.visible_to(user) if hasattr(queryset, "visible_to") else queryset


class Problem(serializers.Serializer):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="For people, in their language.")
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(child=serializers.CharField()), required=False,
        help_text="`path` and `message` of each wrong field.",
    )  # fmt: skip
