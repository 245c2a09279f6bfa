"""Suppliers and what hangs on them, for programs of the buyers' side."""

from rest_framework import mixins, serializers

from srm.accounts.models import User
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, PublicViewSet
from srm.reference.models import Category
from suppliers.models import BankAccount, Certificate, Qualification, Supplier, SupplyFact
from suppliers.services import (
    add_certificate,
    apply_supplier,
    block_supplier,
    confirm_bank_account,
    confirm_supplier,
    create_supplier,
    propose_bank_account,
    qualify_supplier,
    reject_bank_account,
    reject_qualification,
    replace_certificate,
    request_qualification,
    resume_supplier,
    suspend_supplier,
    update_supplier,
)

PROFILE = [
    "name", "legal_name", "tax_id", "country", "city", "address", "email", "phone", "website", "currency",
]  # fmt: skip


class SupplierSerializer(serializers.ModelSerializer):
    owner = Ref(read_only=True)
    actions = ActionsField("suppliers.supplier")

    class Meta:
        model = Supplier
        fields = [
            "public_id", "number", *PROFILE, "owner", "is_own", "status", "status_reason", "confirmed_at", "created_at",
            "actions",
        ]  # fmt: skip


class SupplierChange(serializers.Serializer):
    name = serializers.CharField(max_length=200, required=False)
    legal_name = serializers.CharField(max_length=300, required=False, allow_blank=True)
    tax_id = serializers.CharField(max_length=40, required=False, allow_blank=True)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True)
    city = serializers.CharField(max_length=120, required=False, allow_blank=True)
    address = serializers.CharField(required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    website = serializers.URLField(required=False, allow_blank=True)
    currency = serializers.CharField(max_length=3, required=False)
    owner = Ref(User, required=False, allow_null=True)
    is_own = serializers.BooleanField(required=False, help_text="Our own warehouse: no supplier in market measures.")


class SupplierInput(SupplierChange):
    name = serializers.CharField(max_length=200)
    is_another = serializers.BooleanField(
        default=False, help_text="True: a person has looked, it is not the supplier whose name reads alike."
    )


class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class SupplierViewSet(NounViewSet):
    """Companies we buy from or might buy from."""

    queryset = Supplier.objects.select_related("owner")
    serializer_class = SupplierSerializer
    filterset_fields = ["status", "country"]
    search_fields = ["number", "name", "tax_id"]
    create = verb(create_supplier, SupplierInput)
    partial_update = verb(update_supplier, SupplierChange)
    apply = verb(apply_supplier)
    confirm = verb(confirm_supplier)
    suspend = verb(suspend_supplier, ReasonInput)
    resume = verb(resume_supplier, ReasonInput)
    block = verb(block_supplier, ReasonInput)


class QualificationSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)
    actions = ActionsField("suppliers.qualification")

    class Meta:
        model = Qualification
        fields = ["public_id", "supplier", "category", "status", "valid_until", "note", "decided_at", "actions"]


class QualificationInput(serializers.Serializer):
    supplier = Ref(Supplier)
    category = CodeRef(Category)


class QualifyInput(serializers.Serializer):
    valid_until = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(allow_blank=True, default="")


class NoteInput(serializers.Serializer):
    note = serializers.CharField()


class QualificationViewSet(NounViewSet):
    """For which categories a supplier was found capable, until when."""

    queryset = Qualification.objects.select_related("supplier", "category")
    serializer_class = QualificationSerializer
    filterset_fields = ["status"]
    create = verb(request_qualification, QualificationInput)
    qualify = verb(qualify_supplier, QualifyInput)
    reject = verb(reject_qualification, NoteInput)


class CertificateSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    replaced_by = Ref(read_only=True)

    class Meta:
        model = Certificate
        fields = ["public_id", "supplier", "name", "number", "issued_on", "expires_on", "replaced_by"]


class RenewalInput(serializers.Serializer):
    number = serializers.CharField(max_length=80, allow_blank=True, default="")
    issued_on = serializers.DateField(required=False, allow_null=True)
    expires_on = serializers.DateField(allow_null=True)


class OwnCertificateInput(RenewalInput):
    name = serializers.CharField(max_length=200)


class CertificateInput(OwnCertificateInput):
    supplier = Ref(Supplier)


class CertificateViewSet(NounViewSet):
    """Documents that suppliers hold, with the day they end."""

    queryset = Certificate.objects.select_related("supplier", "replaced_by")
    serializer_class = CertificateSerializer
    create = verb(add_certificate, CertificateInput)
    replace = verb(replace_certificate, RenewalInput)


class BankAccountSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    actions = ActionsField("suppliers.bankaccount")

    class Meta:
        model = BankAccount
        fields = ["public_id", "supplier", "iban", "bank_name", "currency", "status", "reason", "decided_at", "actions"]


class OwnBankAccountInput(serializers.Serializer):
    iban = serializers.CharField(max_length=40)
    bank_name = serializers.CharField(max_length=200, allow_blank=True, default="")
    currency = serializers.CharField(max_length=3)


class BankAccountInput(OwnBankAccountInput):
    supplier = Ref(Supplier)


class BankAccountViewSet(NounViewSet):
    """Where suppliers are paid: a second factor to enter an account, and another person with his own to confirm it."""

    queryset = BankAccount.objects.select_related("supplier")
    serializer_class = BankAccountSerializer
    filterset_fields = ["status"]
    create = verb(propose_bank_account, BankAccountInput, elevated=True)
    confirm = verb(confirm_bank_account, elevated=True, noun="account")
    reject = verb(reject_bank_account, ReasonInput, noun="account")


class FactSerializer(serializers.ModelSerializer):
    supplier = Ref(read_only=True)
    category = CodeRef(read_only=True)
    item = CodeRef(read_only=True)

    class Meta:
        model = SupplyFact
        fields = [
            "supplier", "category", "item", "description", "ordered_on", "promised_on", "received_on", "quantity",
            "rejected", "unit_price", "amount", "country", "source", "source_key",
        ]  # fmt: skip


class FactViewSet(mixins.ListModelMixin, PublicViewSet):
    """What was supplied: written by receipts and by imported history, read only."""

    queryset = SupplyFact.objects.select_related("supplier", "category", "item")
    serializer_class = FactSerializer
    filterset_fields = ["source"]
