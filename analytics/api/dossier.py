"""A purchase from the need to the payment as data."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analytics.queries.dossier import parts_of_purchase
from analytics.services import dossier_file
from analytics.services.dossier import start_or_404
from srm.api.permissions import IsStaff
from srm.api.views import Endpoint


class PieceSerializer(serializers.Serializer):
    kind = serializers.CharField()
    public_id = serializers.CharField(source="obj.public_id")
    number = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField(source="obj.status")
    at = serializers.DateTimeField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    events = serializers.IntegerField()
    holds = serializers.BooleanField()


class DossierPartSerializer(serializers.Serializer):
    stage = serializers.CharField(source="key")
    pieces = PieceSerializer(many=True)


class DossierView(Endpoint, APIView):
    """A whole purchase by stage: what the reader may see of it, and whether its record holds."""

    permission_classes = [IsStaff]

    @extend_schema(responses={200: DossierPartSerializer(many=True)})
    def get(self, request: Request, kind: str, public_id: str) -> Response:
        """Read the purchase that a requisition, tender, contract or order belongs to."""
        start = start_or_404(request.user, kind, public_id)
        return Response(DossierPartSerializer(parts_of_purchase(start, request.user), many=True).data)


class DossierArchiveView(Endpoint, APIView):
    """The same purchase to take away: objects, chains of events, protocols, comparisons and documents."""

    permission_classes = [IsStaff]

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, kind: str, public_id: str) -> FileResponse:
        """Take the purchase as one ZIP archive."""
        start = start_or_404(request.user, kind, public_id)
        file = dossier_file(start=start, by=request.user)
        return FileResponse(file, as_attachment=True, filename=f"{start.number}.zip", content_type="application/zip")
