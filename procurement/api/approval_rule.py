from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from procurement import services
from procurement.models import ApprovalRule
from procurement.policies.planning import may_manage_approval_rules
from procurement.queries.coverage import lint_approval_rules
from procurement.queries.rehearsal import rehearse, with_rule
from procurement.states import PolicyFlag
from srm.accounts.models import Department, User
from srm.accounts.states import Role
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.authz import require
from srm.clock import organisation_today
from srm.reference.models import Category


class ApprovalRuleSerializer(serializers.ModelSerializer):
    """From an amount on, somebody has to approve."""

    category = Ref(read_only=True)
    department = Ref(read_only=True)
    person = Ref(read_only=True)
    people = Ref(many=True, read_only=True)

    class Meta:
        model = ApprovalRule
        fields = [
            "public_id", "name", "order", "amount_from", "category", "department", "project", "flag", "by_head",
            "by_category_owner", "by_centre_owner", "role", "person", "people", "quorum", "is_active",
        ]  # fmt: skip


class ApprovalRuleInput(serializers.Serializer):
    """Exactly one of the head, an owner, a role, a person or people; of a role or people `quorum` have to agree."""

    name = serializers.CharField(max_length=120)
    order = serializers.IntegerField(min_value=0, max_value=999, default=10)
    amount_from = serializers.DecimalField(max_digits=18, decimal_places=2, default=0)
    category = Ref(Category, required=False, allow_null=True)
    department = Ref(Department, required=False, allow_null=True)
    project = serializers.CharField(max_length=40, allow_blank=True, default="")
    flag = serializers.ChoiceField(choices=PolicyFlag.choices, allow_blank=True, default="")
    by_head = serializers.BooleanField(default=False)
    by_category_owner = serializers.BooleanField(default=False)
    by_centre_owner = serializers.BooleanField(default=False)
    role = serializers.ChoiceField(choices=Role.choices, allow_blank=True, default="")
    person = Ref(User, required=False, allow_null=True)
    people = Ref(User, many=True, required=False)
    quorum = serializers.IntegerField(min_value=1, max_value=99, default=1)


class DeactivateInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class ApprovalRuleChange(serializers.Serializer):
    """What is left out stays as it is."""

    name = serializers.CharField(max_length=120, required=False)
    order = serializers.IntegerField(min_value=0, max_value=999, required=False)
    amount_from = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    project = serializers.CharField(max_length=40, allow_blank=True, required=False)
    flag = serializers.ChoiceField(choices=PolicyFlag.choices, allow_blank=True, required=False)
    quorum = serializers.IntegerField(min_value=1, max_value=99, required=False)
    people = Ref(User, many=True, required=False)


class RuleFindingSerializer(serializers.Serializer):
    """One thing that is wrong, and with which rule."""

    gap = serializers.CharField()
    rule = serializers.CharField(allow_blank=True)


class RehearsedSerializer(serializers.Serializer):
    """One request that would take another way."""

    number = serializers.CharField(source="requisition.number")
    today = serializers.ListField(child=serializers.CharField())
    then = serializers.ListField(child=serializers.CharField())


class RehearsalSerializer(serializers.Serializer):
    """A dry run: how many requests and approvals, and what changes."""

    count = serializers.IntegerField()
    steps_today = serializers.IntegerField()
    steps_then = serializers.IntegerField()
    changes = serializers.IntegerField()
    changed = RehearsedSerializer(many=True, source="shown")


class ApprovalRuleViewSet(NounViewSet):
    """Who has to approve what, for requests sent from now on."""

    queryset = ApprovalRule.objects.select_related("category", "department", "person").prefetch_related("people")
    serializer_class = ApprovalRuleSerializer
    create = verb(services.create_approval_rule, ApprovalRuleInput)
    partial_update = verb(services.change_approval_rule, ApprovalRuleChange, noun="rule")
    deactivate = verb(services.deactivate_approval_rule, DeactivateInput, noun="rule")

    @extend_schema(responses=RuleFindingSerializer(many=True))
    @action(detail=False, pagination_class=None, filter_backends=[])
    def findings(self, request: Request) -> Response:
        """What the linter finds wrong with the rules in force."""
        require(may_manage_approval_rules(request.user))
        return Response([{"gap": f.gap.value, "rule": f.rule} for f in lint_approval_rules()])

    @extend_schema(request=ApprovalRuleInput, responses=RehearsalSerializer)
    @action(detail=False, methods=["post"], url_path="dry-run")
    def dry_run(self, request: Request) -> Response:
        """What one more rule would have changed in the last 92 days; nothing is stored."""
        require(may_manage_approval_rules(request.user))
        values = self.read_input(ApprovalRuleInput)
        people = values.pop("people", [])
        rule = ApprovalRule(**values)
        rule.proposed_people = people
        return Response(RehearsalSerializer(rehearse(with_rule(rule), organisation_today())).data)

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        shown = getattr(self, "swagger_fake_view", False) or may_manage_approval_rules(self.request.user)
        return rows if shown else rows.none()
