"""An invited person registers with the key from the letter, and gets the first key of his programs."""

from hashlib import sha256

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from srm.accounts.models import User
from srm.accounts.services import issue_token
from srm.api.views import Endpoint
from suppliers.services import accept_invitation


class JoinInput(serializers.Serializer):
    key = serializers.CharField(max_length=80, help_text="The last part of the link in the letter.")
    name = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, write_only=True)
    language = serializers.ChoiceField(settings.LANGUAGES, default="en")


class JoinedSerializer(serializers.Serializer):
    email = serializers.EmailField()
    token = serializers.CharField(help_text="Shown once; only its hash is kept.")


@transaction.atomic
def join_with_program(*, key: str, name: str, password: str, language: str) -> tuple[User, str]:
    """Register by the invitation's key; the new person makes the first key of his own programs."""
    user = accept_invitation(key=key, name=name, password=password, language=language)
    return user, issue_token(user=user, by=user)[1]


class JoinView(Endpoint):
    """The way in for who has no account yet: the key is the proof, it works once."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def once_owner(self, request: Request) -> str:
        """Return the invitation: who holds its key repeats himself, a stranger's equal key is another's."""
        request.body  # noqa: B018 - keeps it for the fingerprint, which reads it after the parser
        given = request.data.get("key") if isinstance(request.data, dict) else None
        if not isinstance(given, str):
            return ""
        return f"invitation:{sha256(given.encode(errors='replace')).hexdigest()[:40]}"

    @extend_schema(request=JoinInput, responses={201: JoinedSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Register an invited person, who acts for the company at once."""
        given = JoinInput(data=request.data)
        given.is_valid(raise_exception=True)
        user, token = join_with_program(**given.validated_data)
        body = JoinedSerializer({"email": user.email, "token": token}).data
        return Response(body, status=201, headers={"Cache-Control": "no-store"})
