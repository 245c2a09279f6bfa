"""The supplier's own door for programs: company, documents, accounts, scorecards, joint plans."""

from typing import Any

from srm.api.verbs import verb
from srm.api.views import PortalViewSet
from suppliers.api import performance, supplier
from suppliers.models import BankAccount, Certificate, JointAction, JointPlan, Qualification, Scorecard, Supplier
from suppliers.services import (
    add_certificate,
    agree_joint_action,
    apply_supplier,
    complete_joint_action,
    decline_joint_action,
    propose_bank_account,
    propose_joint_action,
    replace_certificate,
    update_supplier,
)


class PortalCompanyViewSet(PortalViewSet):
    """One's own company."""

    queryset = Supplier.objects.select_related("owner")
    serializer_class = supplier.SupplierSerializer
    partial_update = verb(update_supplier, supplier.SupplierChange)
    apply = verb(apply_supplier)


class PortalCertificateViewSet(PortalViewSet):
    """One's own documents."""

    queryset = Certificate.objects.select_related("supplier", "replaced_by")
    serializer_class = supplier.CertificateSerializer
    create = verb(add_certificate, supplier.OwnCertificateInput)
    replace = verb(replace_certificate, supplier.RenewalInput)

    def given(self) -> dict[str, Any]:
        return {"supplier": self.supplier} if self.action == "create" else {}


class PortalBankAccountViewSet(PortalViewSet):
    """One's own bank accounts; the buyer's finance confirms them."""

    queryset = BankAccount.objects.select_related("supplier")
    serializer_class = supplier.BankAccountSerializer
    create = verb(propose_bank_account, supplier.OwnBankAccountInput, elevated=True)

    def given(self) -> dict[str, Any]:
        return {"supplier": self.supplier}


class PortalQualificationViewSet(PortalViewSet):
    """For what the company was found capable."""

    queryset = Qualification.objects.select_related("supplier", "category")
    serializer_class = supplier.QualificationSerializer


class PortalScorecardViewSet(PortalViewSet):
    """How the buyer sees the company."""

    queryset = Scorecard.objects.select_related("supplier")
    serializer_class = performance.ScorecardSerializer


class PortalJointPlanViewSet(PortalViewSet):
    """Joint plans that the buyer has shared."""

    queryset = JointPlan.objects.select_related("supplier", "owner").prefetch_related("actions__plan")
    serializer_class = performance.JointPlanSerializer
    propose = verb(propose_joint_action, performance.StepInput, returns=performance.JointActionSerializer)


class PortalJointActionViewSet(PortalViewSet):
    """Steps of the shared plans."""

    queryset = JointAction.objects.select_related("plan")
    serializer_class = performance.JointActionSerializer
    agree = verb(agree_joint_action, noun="action")
    decline = verb(decline_joint_action, performance.DeclineInput, noun="action")
    complete = verb(complete_joint_action, noun="action")
