"""The base of every endpoint. A viewset names its queryset, its read serializer and its verbs; the rest is here."""

from datetime import UTC
from typing import Any

from django.db import models
from django.utils import timezone, translation
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from srm.accounts.elevation import require_elevated
from srm.api import portal
from srm.api.once import OnceMixin
from srm.api.permissions import IsStaff, IsSupplier
from srm.api.serializers import seen_by
from srm.api.verbs import Verb, method_of


class Endpoint(OnceMixin):
    """An APIView that speaks UTC and the language of who asks, and honours Idempotency-Key."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        timezone.activate(UTC)
        super().initial(request, *args, **kwargs)
        if request.user.is_authenticated:  # a token's person: the middleware has seen only its header
            translation.activate(request.user.language)


class PublicViewSet(Endpoint, viewsets.GenericViewSet):
    """A noun of the buyers' side by its public id: `queryset`, `serializer_class` to read, and `verb()`s."""

    lookup_field = "public_id"
    lookup_value_regex = "[0-9a-z]+"
    permission_classes = [IsStaff]
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        queryset = getattr(cls, "queryset", None)
        for name, spec in list(vars(cls).items()):
            if isinstance(spec, Verb) and queryset is not None:
                setattr(cls, name, method_of(spec, name, cls.serializer_class, queryset.model))

    def get_queryset(self) -> Any:
        return seen_by(self.request.user, super().get_queryset())

    def perform(self, spec: Verb, noun: str | None, status: int) -> Response:
        """Call the verb's service with the noun, the validated input and `by`; answer with the noun read again."""
        target = {noun: self.get_object()} if noun else {}
        if spec.elevated:
            require_elevated(self.request)
        values = self.read_input(spec.input)
        result = spec.service(**target, **values, **self.given(), by=self.request.user)
        response = self.reply(next(iter(target.values()), None) if result is None else result, spec.returns, status)
        if spec.secret:
            response.headers["Cache-Control"] = "no-store"
        return response

    def given(self) -> dict[str, Any]:
        """Return what every service of this door gets besides its input (the portal: its supplier)."""
        return {}

    def read_input(self, serializer_class: type[BaseSerializer] | None) -> dict[str, Any]:
        """Return the request's body, its shape checked."""
        if serializer_class is None:
            return {}
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def reply(self, result: Any, returns: type[BaseSerializer] | None = None, status: int = 200) -> Response:
        """Answer with the noun as the read serializer shows it, fetched with the viewset's own joins."""
        if returns is None and isinstance(result, self.queryset.model):
            # Read again past the visibility: the move itself may have taken the noun out of the actor's sight.
            result = self.queryset.all().filter(pk=result.pk).first() or result
        serializer = (returns or self.get_serializer_class())(result, context=self.get_serializer_context())
        return Response(serializer.data, status=status)


class NounViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PublicViewSet):
    """A noun with its list and its own page: what most nouns need."""


class PortalViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PublicViewSet):
    """A noun as its supplier sees it. The queryset must have `for_supplier`; there is no other way in."""

    permission_classes = [IsSupplier]

    def get_queryset(self) -> Any:
        queryset = self.queryset.all()
        if getattr(self, "swagger_fake_view", False):
            return queryset
        return queryset.for_supplier(self.supplier)

    @property
    def supplier(self) -> models.Model:
        """The supplier for whom the person acts; the permission has made sure there is one."""
        return portal.supplier_of(self.request.user)


class ReferenceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PublicViewSet):
    """Reference data: the whole organisation reads it."""
