"""Contracts and their obligations by REST, for both sides."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from rest_framework import serializers

from contracts.models import Contract, ContractAmendment, ContractLine, Obligation
from contracts.services import (
    ContractLineInput,
    accept_contract,
    add_obligation,
    amend_contract,
    cancel_contract,
    complete_obligation,
    create_contract,
    end_contract,
    recall_contract,
    refuse_contract,
    send_contract,
    terminate_contract,
    update_contract,
)
from contracts.states import ContractKind
from srm.accounts.models import LegalEntity, User
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, PortalViewSet
from srm.reference.models import Category, Item, Unit
from suppliers.models import Supplier
from suppliers.states import Side


class ContractLineSerializer(serializers.ModelSerializer):
    unit = CodeRef(read_only=True)
    item = CodeRef(read_only=True)

    class Meta:
        model = ContractLine
        fields = [
            "public_id", "position", "item", "description", "unit", "quantity", "ordered", "unit_price", "tax_rate",
            "lead_days",
        ]  # fmt: skip


class AmendmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = ContractAmendment
        fields = ["number", "reason", "changes", "created_at"]


class ObligationSerializer(serializers.ModelSerializer):
    contract = Ref(read_only=True)

    class Meta:
        model = Obligation
        fields = ["public_id", "contract", "title", "side", "due_on", "status", "done_at"]


class ContractSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    legal_entity = Ref(read_only=True)
    category = Ref(read_only=True)
    manager = Ref(read_only=True)
    award = Ref(read_only=True)
    lines = ContractLineSerializer(many=True, read_only=True)
    amendments = AmendmentSerializer(many=True, read_only=True)
    obligations = ObligationSerializer(many=True, read_only=True)
    actions = ActionsField("contracts.contract")

    class Meta:
        model = Contract
        fields = [
            "public_id", "number", "kind", "title", "status", "status_reason", "supplier", "legal_entity", "category",
            "award", "manager", "currency", "ceiling", "called_off", "starts_on", "ends_on", "payment_days", "terms",
            "language", "sent_at", "accepted_at", "created_at", "lines", "amendments", "obligations", "actions",
        ]  # fmt: skip


class PortalContractSerializer(serializers.ModelSerializer):
    legal_entity = serializers.CharField(source="legal_entity.name", read_only=True)
    lines = ContractLineSerializer(many=True, read_only=True)
    amendments = AmendmentSerializer(many=True, read_only=True)
    actions = ActionsField("contracts.contract")

    class Meta:
        model = Contract
        fields = [
            "public_id", "number", "kind", "title", "status", "legal_entity", "currency", "ceiling", "called_off",
            "starts_on", "ends_on", "payment_days", "terms", "language", "sent_at", "accepted_at", "lines",
            "amendments", "actions",
        ]  # fmt: skip


class ContractLineInputSerializer(serializers.Serializer):
    description = serializers.CharField(max_length=500)
    unit = CodeRef(Unit)
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)
    item = CodeRef(Item, required=False, allow_null=True)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3, required=False, allow_null=True)
    tax_rate = serializers.DecimalField(max_digits=5, decimal_places=2, default=Decimal(20))
    lead_days = serializers.IntegerField(required=False, allow_null=True, min_value=0)

    def to_internal_value(self, data: Any) -> ContractLineInput:
        return ContractLineInput(**super().to_internal_value(data))


class ContractInput(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    supplier = Ref(Supplier)
    legal_entity = Ref(LegalEntity)
    category = Ref(Category)
    currency = serializers.CharField(max_length=3)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    manager = Ref(User)
    lines = ContractLineInputSerializer(many=True)
    kind = serializers.ChoiceField(choices=ContractKind.choices, default=ContractKind.CONTRACT)
    ceiling = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    terms = serializers.CharField(allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    payment_days = serializers.IntegerField(min_value=0, default=30)


class ContractChangeInput(serializers.Serializer):
    title = serializers.CharField(max_length=200, required=False)
    kind = serializers.ChoiceField(choices=ContractKind.choices, required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    ceiling = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    payment_days = serializers.IntegerField(min_value=0, required=False)
    terms = serializers.CharField(allow_blank=True, required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    manager = Ref(User, required=False)
    lines = ContractLineInputSerializer(many=True, required=False)


class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(allow_blank=True, max_length=500)


class AmendedFields(serializers.Serializer):
    ends_on = serializers.DateField(required=False)
    ceiling = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    payment_days = serializers.IntegerField(min_value=0, required=False)
    terms = serializers.CharField(allow_blank=True, required=False)


class AmendInput(ReasonInput):
    changes = AmendedFields()


class ObligationInput(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    side = serializers.ChoiceField(choices=Side.choices)
    due_on = serializers.DateField()


class ContractViewSet(NounViewSet):
    """Contracts and framework agreements, with their prices, amendments and obligations."""

    queryset = Contract.objects.select_related(
        "supplier", "legal_entity", "category", "manager", "award"
    ).prefetch_related("lines__unit", "lines__item", "amendments", "obligations__contract")
    serializer_class = ContractSerializer
    filterset_fields = ["status", "kind"]
    search_fields = ["number", "title"]
    create = verb(create_contract, ContractInput)
    partial_update = verb(update_contract, ContractChangeInput)
    send = verb(send_contract)
    recall = verb(recall_contract)
    end = verb(end_contract, ReasonInput)
    terminate = verb(terminate_contract, ReasonInput)
    cancel = verb(cancel_contract, ReasonInput)
    amend = verb(amend_contract, AmendInput, returns=AmendmentSerializer)
    add_obligation = verb(add_obligation, ObligationInput, returns=ObligationSerializer)


class ObligationViewSet(NounViewSet):
    """What either side owes under a contract by a day."""

    queryset = Obligation.objects.select_related("contract")
    serializer_class = ObligationSerializer
    filterset_fields = ["status", "side"]
    complete = verb(complete_obligation)


class PortalObligationViewSet(PortalViewSet):
    """What is owed under the supplier's own contracts; he completes what he owes."""

    queryset = Obligation.objects.select_related("contract")
    serializer_class = ObligationSerializer
    filterset_fields = ["status", "side"]
    complete = verb(complete_obligation)


class PortalContractViewSet(PortalViewSet):
    """The supplier's own contracts, once sent to him."""

    queryset = Contract.objects.select_related("legal_entity").prefetch_related(
        "lines__unit", "lines__item", "amendments"
    )
    serializer_class = PortalContractSerializer
    filterset_fields = ["status"]
    accept = verb(accept_contract)
    refuse = verb(refuse_contract, ReasonInput)
