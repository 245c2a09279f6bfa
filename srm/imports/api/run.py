"""Spreadsheets in, step by step: upload, match the columns, preview, confirm."""

from typing import Any

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from srm.api.serializers import ActionsField, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.documents.download import file_response
from srm.imports.export import XLSX_TYPE
from srm.imports.models import ImportRun
from srm.imports.registry import import_kinds
from srm.imports.services import cancel_import, confirm_import, match_columns, preview_import, upload_import


class ImportSerializer(serializers.ModelSerializer):
    created_by = Ref(read_only=True)
    mapping = serializers.DictField(child=serializers.IntegerField(), help_text="Field → column of the sheet, from 0.")
    problems = serializers.ListField(child=serializers.DictField(), help_text="`row`, `field`, `message`; the first.")
    actions = ActionsField("imports.run")

    class Meta:
        model = ImportRun
        fields = [
            "public_id", "kind", "name", "size", "sha256", "status", "heads", "mapping", "options", "rows_total",
            "rows_good", "rows_rejected", "rows_done", "problems", "result", "message", "created_by", "created_at",
            "finished_at", "actions",
        ]  # fmt: skip


class UploadInput(serializers.Serializer):
    kind = serializers.SlugField(max_length=60)
    file = serializers.FileField(source="upload", allow_empty_file=True)


class FormatsInput(serializers.Serializer):
    decimal = serializers.ChoiceField([".", ","], required=False)
    day_first = serializers.BooleanField(required=False)


class MatchInput(serializers.Serializer):
    mapping = serializers.DictField(child=serializers.IntegerField(min_value=0), help_text="Field → column, from 0.")
    options = FormatsInput(required=False)


class FieldSerializer(serializers.Serializer):
    name = serializers.CharField()
    label: Any = serializers.CharField()
    required: Any = serializers.BooleanField()


class ImportKindSerializer(serializers.Serializer):
    key = serializers.CharField()
    label: Any = serializers.CharField()
    rejects_allowed = serializers.BooleanField(help_text="False: all rows or none.")
    columns = FieldSerializer(many=True)


class ImportViewSet(NounViewSet):
    """Imports: one's own; all of them for administrators and the auditor. Nothing is stored until it is confirmed."""

    queryset = ImportRun.objects.select_related("created_by")
    serializer_class = ImportSerializer
    parser_classes = [JSONParser, MultiPartParser]
    filterset_fields = ["kind", "status"]
    create = verb(upload_import, UploadInput)
    match_columns = verb(match_columns, MatchInput)
    preview = verb(preview_import)
    confirm = verb(confirm_import)
    cancel = verb(cancel_import)

    @extend_schema(responses=ImportKindSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def kinds(self, request: Request) -> Response:
        """What one may bring in, and the fields of each."""
        return Response(ImportKindSerializer(import_kinds(request.user), many=True).data)

    @extend_schema(responses={(200, XLSX_TYPE): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def rejects(self, request: Request, **kwargs: Any) -> FileResponse:
        """The rejected rows with their reasons, as a workbook to correct."""
        run = self.get_object()
        if not run.rejects_file:
            raise Http404
        name = _("rejected rows of %(name)s") % {"name": run.name.rpartition(".")[0]}
        return file_response(run.rejects_file, f"{name}.xlsx", XLSX_TYPE)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, **kwargs: Any) -> FileResponse:
        """The file as it came."""
        run = self.get_object()
        return file_response(run.file, run.name, "application/octet-stream")
