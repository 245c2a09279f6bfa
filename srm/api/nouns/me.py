"""Who I am, and the keys of my programs."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from srm.accounts.elevation import elevate, elevated_until
from srm.accounts.models import ApiToken, User
from srm.accounts.services import issue_token, revoke_token
from srm.api.verbs import verb
from srm.api.views import Endpoint, PublicViewSet


class MeSerializer(serializers.ModelSerializer):
    department = serializers.CharField(source="department.public_id", allow_null=True, default=None)
    roles = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["public_id", "name", "email", "kind", "department", "roles", "language", "time_zone"]

    def get_roles(self, user: User) -> list[str]:
        return sorted(user.roles)


class MeView(Endpoint):
    """The person whose session or token this is."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(request.user).data)


class ElevationInput(serializers.Serializer):
    code = serializers.CharField(max_length=40, help_text="Of the authenticator app, or a recovery code.")


class ElevationSerializer(serializers.Serializer):
    elevated_until = serializers.DateTimeField()


class ElevationView(Endpoint):
    """A second factor for the key (or the session) behind the request: for 15 minutes it may do what commits."""

    permission_classes = [IsAuthenticated]
    never_once = True  # a wrong code counts, even under an Idempotency-Key

    @extend_schema(request=ElevationInput, responses=ElevationSerializer)
    def post(self, request: Request) -> Response:
        given = ElevationInput(data=request.data)
        given.is_valid(raise_exception=True)
        elevate(request, given.validated_data["code"])
        return Response(ElevationSerializer({"elevated_until": elevated_until(request)}).data)


class TokenSerializer(serializers.ModelSerializer):
    class Meta:
        model = ApiToken
        fields = ["public_id", "name", "created_at", "expires_at", "last_used_at", "revoked_at"]


class IssuedTokenSerializer(TokenSerializer):
    key = serializers.CharField(help_text="Shown once; only its hash is kept.")

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "key"]


class TokenInput(serializers.Serializer):
    name = serializers.CharField(max_length=80, allow_blank=True, default="")
    expires_at = serializers.DateTimeField(allow_null=True, default=None)


def issue_own_token(
    *, by: Any, name: str, expires_at: datetime | None, elevated_until: datetime | None = None
) -> ApiToken:
    """Make a key for one's own programs."""
    token, key = issue_token(user=by, by=by, name=name, expires_at=expires_at, elevated_until=elevated_until)
    token.key = key
    return token


class TokenViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PublicViewSet):
    """One's own API keys."""

    queryset = ApiToken.objects.all()
    serializer_class = TokenSerializer
    permission_classes = [IsAuthenticated]
    create = verb(issue_own_token, TokenInput, returns=IssuedTokenSerializer, secret=True)
    revoke = verb(revoke_token)

    def get_queryset(self) -> Any:
        return ApiToken.objects.filter(user=self.request.user.pk)

    def given(self) -> dict[str, Any]:
        return {"elevated_until": elevated_until(self.request)} if self.action == "create" else {}
