"""One's own inbox, at either door: nobody reads another's."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from srm.api.verbs import verb
from srm.api.views import PublicViewSet
from srm.notifications.models import Notice
from srm.notifications.queries import read_notice
from srm.notifications.services import mark_all_read, mark_read


class NoticeSerializer(serializers.ModelSerializer):
    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = ["public_id", "kind", "title", "body", "url", "created_at", "read_at"]

    def get_title(self, notice: Notice) -> str:
        return read_notice(notice).title

    def get_body(self, notice: Notice) -> str:
        return read_notice(notice).body


class MarkedSerializer(serializers.Serializer):
    marked = serializers.IntegerField()


class NoticeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PublicViewSet):
    """What one was told, worded in one's language. `read_at__isnull=true` leaves what is not read yet."""

    queryset = Notice.objects.all()
    serializer_class = NoticeSerializer
    permission_classes = [IsAuthenticated]
    filterset_fields = {"read_at": ["isnull"], "kind": ["exact"]}
    read = verb(mark_read)

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.inbox_of(self.request.user)

    @extend_schema(request=None, responses=MarkedSerializer)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Mark everything read."""
        return Response({"marked": mark_all_read(by=request.user)})
