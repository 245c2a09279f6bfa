"""People, departments, legal entities and delegations."""

from typing import Any

from django.db.models import Q
from rest_framework import serializers

from srm.accounts.models import Delegation, Department, LegalEntity, User
from srm.accounts.services import give_delegation, revoke_delegation
from srm.accounts.states import Kind, Role
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, ReferenceViewSet


class PersonSerializer(serializers.ModelSerializer):
    department = serializers.CharField(source="department.public_id", allow_null=True, default=None)

    class Meta:
        model = User
        fields = ["public_id", "name", "email", "job_title", "department"]


class PersonViewSet(ReferenceViewSet):
    """Colleagues, as far as everyone may know them."""

    queryset = User.objects.filter(kind=Kind.STAFF, is_active=True).select_related("department")
    serializer_class = PersonSerializer
    search_fields = ["name", "email"]


class LegalEntitySerializer(serializers.ModelSerializer):
    class Meta:
        model = LegalEntity
        fields = ["public_id", "code", "name", "tax_id", "country", "currency", "is_active"]


class LegalEntityViewSet(ReferenceViewSet):
    """Companies of the holding."""

    queryset = LegalEntity.objects.all()
    serializer_class = LegalEntitySerializer


class DepartmentSerializer(serializers.ModelSerializer):
    legal_entity = Ref(read_only=True)
    head = Ref(read_only=True)

    class Meta:
        model = Department
        fields = ["public_id", "code", "name", "legal_entity", "head", "depth", "is_active"]


class DepartmentViewSet(ReferenceViewSet):
    """The organisation's tree; `depth` 1 is a root."""

    queryset = Department.objects.select_related("legal_entity", "head")
    serializer_class = DepartmentSerializer
    search_fields = ["code", "name"]


class DelegationSerializer(serializers.ModelSerializer):
    principal = Ref(read_only=True)
    substitute = Ref(read_only=True)

    class Meta:
        model = Delegation
        fields = ["public_id", "principal", "substitute", "starts_at", "ends_at", "reason", "revoked_at"]


class DelegationInput(serializers.Serializer):
    principal = Ref(User)
    substitute = Ref(User)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class DelegationViewSet(NounViewSet):
    """Who decides for whom in which period: one's own; all of them for administrators and the auditor."""

    queryset = Delegation.objects.select_related("principal", "substitute")
    serializer_class = DelegationSerializer
    create = verb(give_delegation, DelegationInput)
    revoke = verb(revoke_delegation)

    def get_queryset(self) -> Any:
        queryset, user = super().get_queryset(), self.request.user
        if getattr(self, "swagger_fake_view", False) or user.has_role(Role.ADMIN, Role.AUDITOR):
            return queryset
        return queryset.filter(Q(principal=user) | Q(substitute=user))
