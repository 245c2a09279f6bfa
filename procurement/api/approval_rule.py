from typing import Any

from rest_framework import serializers

from procurement import services
from procurement.models import ApprovalRule
from procurement.policies.planning import may_manage_approval_rules
from srm.accounts.models import Department, User
from srm.accounts.states import Role
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category


class ApprovalRuleSerializer(serializers.ModelSerializer):
    """From an amount on, somebody has to approve."""

    category = Ref(read_only=True)
    department = Ref(read_only=True)
    person = Ref(read_only=True)

    class Meta:
        model = ApprovalRule
        fields = [
            "public_id", "name", "order", "amount_from", "category", "department", "by_head", "by_category_owner",
            "role", "person", "is_active",
        ]  # fmt: skip


class ApprovalRuleInput(serializers.Serializer):
    """Exactly one of the head, the category's owner, a role or a person."""

    name = serializers.CharField(max_length=120)
    order = serializers.IntegerField(min_value=0, max_value=999, default=10)
    amount_from = serializers.DecimalField(max_digits=18, decimal_places=2, default=0)
    category = Ref(Category, required=False, allow_null=True)
    department = Ref(Department, required=False, allow_null=True)
    by_head = serializers.BooleanField(default=False)
    by_category_owner = serializers.BooleanField(default=False)
    role = serializers.ChoiceField(choices=Role.choices, allow_blank=True, default="")
    person = Ref(User, required=False, allow_null=True)


class DeactivateInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class ApprovalRuleViewSet(NounViewSet):
    """Who has to approve what, for requests sent from now on."""

    queryset = ApprovalRule.objects.select_related("category", "department", "person")
    serializer_class = ApprovalRuleSerializer
    create = verb(services.create_approval_rule, ApprovalRuleInput)
    deactivate = verb(services.deactivate_approval_rule, DeactivateInput, noun="rule")

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        shown = getattr(self, "swagger_fake_view", False) or may_manage_approval_rules(self.request.user)
        return rows if shown else rows.none()
