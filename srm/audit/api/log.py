"""The record by REST, for auditors and administrators: everything, or one noun's events and whether they hold."""

from typing import Any

from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from srm.api.serializers import Ref
from srm.api.views import PublicViewSet
from srm.audit.policies import may_read_log
from srm.audit.queries import check_chain, log_entry, log_rows
from srm.events.models import Event
from srm.subjects import model_named


class EventSerializer(serializers.ModelSerializer):
    by = Ref(read_only=True, slug_field="email")
    text = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ["subject_type", "subject_id", "seq", "name", "text", "at", "by", "data", "prev", "hash"]

    def get_text(self, event: Event) -> str:
        return log_entry(event).text


class ChainSerializer(serializers.Serializer):
    events = serializers.IntegerField()
    holds = serializers.BooleanField()
    broken = serializers.IntegerField(allow_null=True, help_text="`seq` of the first event that does not fit.")


class LogViewSet(mixins.ListModelMixin, PublicViewSet):
    """What happened, newest first. Events of sealed bids are not there before the opening."""

    queryset = Event.objects.none()
    serializer_class = EventSerializer
    filterset_fields = {"name": ["exact"], "at": ["gte", "lt"], "by__email": ["exact"], "subject_type": ["exact"]}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not may_read_log(request.user):
            raise Http404

    def get_queryset(self) -> Any:
        return log_rows()


class SubjectLogViewSet(LogViewSet):
    """What happened to one noun, and whether its chain of hashes holds."""

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return log_rows()
        return log_rows().filter(subject_type=self.kwargs["subject_type"], subject_id=self._subject().pk)

    @extend_schema(responses=ChainSerializer)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def chain(self, request: Request, **kwargs: Any) -> Response:
        """Compute the hashes again."""
        check = check_chain(self.kwargs["subject_type"], self._subject().pk)
        if check is None:
            raise Http404
        broken = check.broken.seq if check.broken else None
        return Response(ChainSerializer({"events": check.count, "holds": broken is None, "broken": broken}).data)

    def _subject(self) -> models.Model:
        model = model_named(self.kwargs["subject_type"])
        if model is None or not any(field.name == "public_id" for field in model._meta.fields):
            raise Http404
        found = model._base_manager.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        return found
