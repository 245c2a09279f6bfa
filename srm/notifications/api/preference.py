"""How one wants to hear of each kind of notice: in the inbox, by e-mail, both or not at all."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from srm.api.views import Endpoint
from srm.notifications.queries import choices_of
from srm.notifications.services import set_preference
from srm.notifications.states import Channel


class ChoiceInput(serializers.Serializer):
    kind = serializers.CharField(max_length=60)
    channel = serializers.ChoiceField(Channel.choices)


class ChoiceSerializer(ChoiceInput):
    label = serializers.CharField()  # type: ignore[assignment]
    mandatory = serializers.BooleanField(help_text="It is always sent, and cannot be changed.")


class PreferencesView(Endpoint):
    """Every kind of notice that one may be told of, and how; POST changes one of them."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ChoiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(ChoiceSerializer(choices_of(request.user), many=True).data)

    @extend_schema(request=ChoiceInput, responses=ChoiceSerializer(many=True))
    def post(self, request: Request) -> Response:
        given = ChoiceInput(data=request.data)
        given.is_valid(raise_exception=True)
        set_preference(**given.validated_data, by=request.user)
        return self.get(request)
