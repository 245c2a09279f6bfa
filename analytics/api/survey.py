"""Surveys by REST: opened, answered once, read from three answers up."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import services
from analytics.models import Survey, SurveyInvitation, SurveyQuestion
from analytics.queries.survey import LEAST, result_of
from analytics.services import AnswerInput, QuestionInput
from analytics.states import SurveyAudience
from procurement.models import Cycle
from srm.accounts.states import ORGANISATION_ROLES
from srm.api.serializers import Ref
from srm.api.views import NounViewSet, PortalViewSet
from srm.errors import Invalid, NotPermitted


class SurveyQuestionSerializer(serializers.ModelSerializer):
    class Meta:
        model = SurveyQuestion
        fields = ["position", "text", "texts"]


class SurveySerializer(serializers.ModelSerializer):
    cycle = Ref(read_only=True)
    questions = SurveyQuestionSerializer(many=True, read_only=True)

    class Meta:
        model = Survey
        fields = ["public_id", "cycle", "audience", "closes_at", "questions"]


class QuestionBody(serializers.Serializer):
    text = serializers.CharField(max_length=200)
    texts = serializers.DictField(child=serializers.CharField(max_length=200), default=dict)


class SurveyInput(serializers.Serializer):
    cycle = Ref(Cycle)
    audience = serializers.ChoiceField(SurveyAudience.choices)
    closes_at = serializers.DateTimeField()
    questions = QuestionBody(many=True)


class AnswerBody(serializers.Serializer):
    position = serializers.IntegerField(min_value=1)
    value = serializers.IntegerField(min_value=1, max_value=5)
    comment = serializers.CharField(max_length=500, allow_blank=True, default="")


class AnswersInput(serializers.Serializer):
    answers = AnswerBody(many=True)


class ResultQuestion(serializers.Serializer):
    label: Any = serializers.CharField()
    counts = serializers.ListField(child=serializers.IntegerField())


class ResultSerializer(serializers.Serializer):
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    questions = ResultQuestion(many=True, help_text=f"Empty until {LEAST} people have answered.")
    comments = serializers.ListField(child=serializers.CharField())


class AnswersMixin:
    """One's own answers, at either door."""

    @extend_schema(request=AnswersInput, responses={200: SurveySerializer})
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, public_id: str) -> Response:
        """Give one's answers, once and all of them; who gave which is not kept."""
        survey = self.get_object()
        invitation = SurveyInvitation.objects.of(request.user).filter(survey=survey).first()
        if invitation is None:
            raise NotPermitted("This survey was put to someone else.")
        questions = {q.position: q for q in survey.questions.all()}
        answers = [
            AnswerInput(_known(questions, row["position"]), row["value"], row["comment"])
            for row in self.read_input(AnswersInput)["answers"]
        ]
        services.answer_survey(invitation=invitation, answers=answers, by=request.user)
        return self.reply(survey)


class SurveyViewSet(AnswersMixin, NounViewSet):
    """What both sides were asked in a cycle."""

    queryset = Survey.objects.select_related("cycle").prefetch_related("questions")
    serializer_class = SurveySerializer
    filterset_fields = ["audience"]

    def get_queryset(self) -> Any:
        return super().get_queryset().distinct()

    @extend_schema(request=SurveyInput, responses={201: SurveySerializer})
    def create(self, request: Request) -> Response:
        """Ask an audience of a cycle; everyone concerned is invited once."""
        data = self.read_input(SurveyInput)
        questions = [QuestionInput(**row) for row in data.pop("questions")]
        return self.reply(services.open_survey(questions=questions, by=request.user, **data), status=201)

    @extend_schema(responses={200: ResultSerializer})
    @action(detail=True, methods=["get"])
    def result(self, request: Request, public_id: str) -> Response:
        """Read what all said together."""
        survey = self.get_object()
        if not request.user.has_role(*ORGANISATION_ROLES):
            raise NotPermitted("Results are read by procurement.")
        result = result_of(survey)
        shown = {
            "asked": result.asked, "answered": result.answered, "comments": result.comments,
            "questions": result.data["questions"] if result.data else [],
        }  # fmt: skip
        return Response(ResultSerializer(shown).data)


class PortalSurveyViewSet(AnswersMixin, PortalViewSet):
    """What the supplier's people were asked."""

    queryset = Survey.objects.select_related("cycle").prefetch_related("questions")
    serializer_class = SurveySerializer

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.filter(invitations__user=self.request.user)


def _known(questions: dict[int, SurveyQuestion], position: int) -> SurveyQuestion:
    if position not in questions:
        raise Invalid({"answers": f"No question {position}."})
    return questions[position]
