"""Cycles with goals and carried decisions. The review of a cycle is analytics'."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from procurement.models import Cycle, CycleDecision, CycleGoal
from procurement.services import GoalInput, complete_decision, create_cycle, start_cycle
from procurement.states import Stage
from srm.api.serializers import ActionsField, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet


class CycleGoalSerializer(serializers.ModelSerializer):
    class Meta:
        model = CycleGoal
        fields = ["stage", "measure", "target", "at_least"]


class CycleDecisionSerializer(serializers.ModelSerializer):
    owner = Ref(read_only=True)

    class Meta:
        model = CycleDecision
        fields = ["id", "stage", "problem", "action", "owner", "expected_effect", "source_key", "done_at"]


class CycleSerializer(serializers.ModelSerializer):
    owner = Ref(read_only=True)
    predecessor = Ref(read_only=True)
    goals = CycleGoalSerializer(many=True, read_only=True)
    decisions = CycleDecisionSerializer(many=True, read_only=True)
    actions = ActionsField("procurement.cycle")

    class Meta:
        model = Cycle
        fields = [
            "public_id", "code", "starts_on", "ends_on", "status", "owner", "predecessor", "goals", "decisions",
            "actions",
        ]  # fmt: skip


class CycleGoalInput(serializers.Serializer):
    stage = serializers.ChoiceField(choices=Stage.choices)
    measure = serializers.CharField(max_length=40)
    target = serializers.DecimalField(max_digits=18, decimal_places=2)
    at_least = serializers.BooleanField(default=True)


class CycleInput(serializers.Serializer):
    code = serializers.CharField(max_length=20)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    goals = CycleGoalInput(many=True)


class CompleteDecisionInput(serializers.Serializer):
    decision = serializers.IntegerField(min_value=1)


def plan_cycle(*, goals: list[dict[str, Any]], by: Any, **period: Any) -> Cycle:
    """Plan a cycle from plain goals."""
    return create_cycle(goals=[GoalInput(**goal) for goal in goals], by=by, **period)


class CycleViewSet(NounViewSet):
    """Turns of the loop: a period with goals, and what the last one decided for it."""

    queryset = Cycle.objects.select_related("owner", "predecessor").prefetch_related("goals", "decisions__owner")
    serializer_class = CycleSerializer
    filterset_fields = ["status"]
    search_fields = ["code"]
    create = verb(plan_cycle, CycleInput, detail=False)
    start = verb(start_cycle)

    @extend_schema(request=CompleteDecisionInput, responses=CycleSerializer)
    @action(detail=True, methods=["post"], url_path="complete-decision")
    def complete_decision(self, request: Request, public_id: str) -> Response:
        """Tick off a carried decision by its id."""
        cycle = self.get_object()
        wanted = self.read_input(CompleteDecisionInput)["decision"]
        decision = get_object_or_404(CycleDecision, pk=wanted, cycle=cycle)
        complete_decision(decision=decision, by=request.user)
        return self.reply(cycle)
