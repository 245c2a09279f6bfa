"""Requisitions, approvals, budgets, stock, bundles."""

from procurement.api.approval_rule import ApprovalRuleViewSet
from procurement.api.budget import BudgetRateViewSet, BudgetViewSet
from procurement.api.bundle import BundleViewSet, GatheringViewSet
from procurement.api.competence import CompetenceViewSet
from procurement.api.requisition import ApprovalViewSet, RequisitionViewSet
from procurement.api.stock import StockViewSet
from procurement.api.template import TemplateViewSet
from procurement.api.transfer import TransferViewSet
from srm.api.routers import Router

router = Router()
router.register("requisitions", RequisitionViewSet, basename="requisition")
router.register("approvals", ApprovalViewSet, basename="approval")
router.register("approval-rules", ApprovalRuleViewSet, basename="approval-rule")
router.register("requisition-templates", TemplateViewSet, basename="requisition-template")
router.register("budgets", BudgetViewSet, basename="budget")
router.register("budget-rates", BudgetRateViewSet, basename="budget-rate")
router.register("stock", StockViewSet, basename="stock")
router.register("stock-transfers", TransferViewSet, basename="transfer")
router.register("bundles", BundleViewSet, basename="bundle")
router.register("gatherings", GatheringViewSet, basename="gathering")
router.register("competences", CompetenceViewSet, basename="competence")
