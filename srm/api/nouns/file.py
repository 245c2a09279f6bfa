"""Files on any noun, and the documents that the house made of it; each door has its own."""

from typing import Any

from django.db import models
from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from srm.api.permissions import IsSupplier
from srm.api.subjects import SubjectViewSet
from srm.api.verbs import verb
from srm.api.views import PublicViewSet
from srm.documents.download import file_response
from srm.documents.models import Attachment, GeneratedDocument
from srm.documents.policies import may_read_attachment, may_read_document
from srm.documents.services import ask_for_document, attach_file, remove_attachment
from srm.documents.states import Audience, DocumentStatus
from srm.subjects import may_read_files_of

BINARY = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class AttachmentSerializer(serializers.ModelSerializer):
    uploaded_by = serializers.CharField(source="uploaded_by.name", allow_null=True, default=None)

    class Meta:
        model = Attachment
        fields = ["public_id", "name", "content_type", "size", "sha256", "audience", "uploaded_by", "uploaded_at"]


class DocumentSerializer(serializers.ModelSerializer):
    class Meta:
        model = GeneratedDocument
        fields = [
            "public_id", "kind", "name", "language", "audience", "status", "size", "sha256", "requested_at",
            "finished_at",
        ]  # fmt: skip


class DocumentInput(serializers.Serializer):
    kind = serializers.CharField(max_length=60, help_text="`contracts.contract`, `contracts.order`, …")


class SharedFileInput(serializers.Serializer):
    file = serializers.FileField(source="upload", allow_empty_file=True)


class FileInput(SharedFileInput):
    audience = serializers.ChoiceField(Audience.choices, default=Audience.INTERNAL)


class _OnSubject(SubjectViewSet):
    """Empty for who sees the noun but not its files yet (a sealed bid)."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        fake = getattr(self, "swagger_fake_view", False)
        return rows if fake or may_read_files_of(self.request.user, self.subject) else rows.none()


class SubjectAttachmentViewSet(_OnSubject):
    """Files on a noun. POST (multipart) adds one, for our people only or shared with the supplier."""

    queryset = Attachment.objects.select_related("uploaded_by")
    serializer_class = AttachmentSerializer
    parser_classes = [MultiPartParser]
    create = verb(attach_file, FileInput)


class PortalSubjectAttachmentViewSet(_OnSubject):
    """Files on a noun that the buyer shares, and one's own; what one adds is shared by being added."""

    queryset = Attachment.objects.select_related("uploaded_by")
    serializer_class = AttachmentSerializer
    permission_classes = [IsSupplier]
    parser_classes = [MultiPartParser]
    create = verb(attach_file, SharedFileInput)


class SubjectDocumentViewSet(_OnSubject):
    """Documents that the house made of a noun: the contract, the order, the letters. POST has one made by a worker."""

    queryset = GeneratedDocument.objects.all()
    serializer_class = DocumentSerializer
    create = verb(ask_for_document, DocumentInput)


class PortalSubjectDocumentViewSet(_OnSubject):
    """Documents of a noun that are shared with its supplier and ready."""

    queryset = GeneratedDocument.objects.filter(status=DocumentStatus.READY)
    serializer_class = DocumentSerializer
    permission_classes = [IsSupplier]


class _Kept(mixins.RetrieveModelMixin, PublicViewSet):
    """One file. Whether it may be read is asked of its noun; if not, it is not there."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.for_reader(self.request.user)

    def get_object(self) -> Any:
        kept = super().get_object()
        if not self.may_read(kept):
            raise Http404
        return kept

    def may_read(self, kept: models.Model) -> bool:
        """Tell whether the sender may read this one."""
        raise NotImplementedError


class AttachmentViewSet(_Kept):
    """One file of a noun."""

    queryset = Attachment.objects.filter(removed_at=None).select_related("uploaded_by")
    serializer_class = AttachmentSerializer
    remove = verb(remove_attachment)

    def may_read(self, kept: Any) -> bool:
        return may_read_attachment(self.request.user, kept)

    @extend_schema(responses=BINARY)
    @action(detail=True, methods=["get"])
    def file(self, request: Request, **kwargs: Any) -> FileResponse:
        """The file as it came."""
        kept = self.get_object()
        return file_response(kept.file, kept.name, kept.content_type)


class PortalAttachmentViewSet(AttachmentViewSet):
    """One file that is shared with the supplier."""

    permission_classes = [IsSupplier]


class DocumentViewSet(_Kept):
    """One document; `status` tells whether the worker has made it."""

    queryset = GeneratedDocument.objects.all()
    serializer_class = DocumentSerializer

    def may_read(self, kept: Any) -> bool:
        return may_read_document(self.request.user, kept)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, **kwargs: Any) -> FileResponse:
        """The PDF. Not there until it is ready."""
        kept = self.get_object()
        if kept.status != DocumentStatus.READY:
            raise Http404
        return file_response(kept.file, kept.name, "application/pdf")


class PortalDocumentViewSet(DocumentViewSet):
    """One document that is shared with the supplier and ready."""

    permission_classes = [IsSupplier]
