"""Requisitions, approvals, budgets, stock, bundles."""

from django.urls import path

from procurement.views import (
    approval,
    approval_rule,
    budget,
    budget_verbs,
    bundle,
    competence,
    draft,
    item,
    requisition,
    route,
    stock,
    transfer,
)

_requisitions = [
    path("requisitions/", requisition.requisition_list, name="requisition-list"),
    path("requisitions/new/", draft.requisition_create, name="requisition-create"),
    path("requisitions/new/save/", draft.requisition_autosave, name="requisition-begin"),
    path("requisitions/new/consequences/", draft.requisition_consequences, name="requisition-foresee"),
    path("requisitions/<str:public_id>/", requisition.requisition_detail, name="requisition-detail"),
    path("requisitions/<str:public_id>/edit/", draft.requisition_edit, name="requisition-edit"),
    path("requisitions/<str:public_id>/save/", draft.requisition_autosave, name="requisition-autosave"),
    path("requisitions/<str:public_id>/consequences/", draft.requisition_consequences, name="requisition-consequences"),
    path("requisitions/<str:public_id>/submit/", requisition.requisition_submit, name="requisition-submit"),
    path("requisitions/<str:public_id>/recall/", requisition.requisition_recall, name="requisition-recall"),
    path("requisitions/<str:public_id>/approve/", requisition.requisition_approve, name="requisition-approve"),
    path("requisitions/<str:public_id>/return/", requisition.requisition_return, name="requisition-return"),
    path("requisitions/<str:public_id>/reject/", requisition.requisition_reject, name="requisition-reject"),
    path("requisitions/<str:public_id>/cancel/", requisition.requisition_cancel, name="requisition-cancel"),
    path("requisitions/<str:public_id>/copy/", requisition.requisition_copy, name="requisition-copy"),
    path("requisitions/<str:public_id>/lines/<int:position>/route/", route.line_route, name="requisition-route"),
    path(
        "requisitions/<str:public_id>/lines/<int:position>/account/",
        budget_verbs.line_account,
        name="requisition-account",
    ),
]
_approvals = [
    path("approvals/", approval.approval_list, name="approval-list"),
    path("approvals/approve/", approval.approval_approve, name="approval-approve"),
    path("approvals/return/", approval.approval_return, name="approval-return"),
    path("approval-rules/", approval_rule.approval_rule_list, name="approval-rule-list"),
    path("approval-rules/new/", approval_rule.approval_rule_create, name="approval-rule-create"),
    path("approval-rules/<str:public_id>/", approval_rule.approval_rule_edit, name="approval-rule-edit"),
    path(
        "approval-rules/<str:public_id>/deactivate/", approval_rule.approval_rule_deactivate,
        name="approval-rule-deactivate",
    ),
]  # fmt: skip
_money_and_stock = [
    path("budgets/", budget.budget_list, name="budget-list"),
    path("budgets/new/", budget.budget_create, name="budget-create"),
    path("budgets/rates/", budget_verbs.budget_rate_list, name="budget-rate-list"),
    path("budgets/rates/new/", budget_verbs.budget_rate_create, name="budget-rate-create"),
    path("budgets/ended/", budget_verbs.carry_over_list, name="carry-over-list"),
    path("budgets/<str:public_id>/", budget.budget_detail, name="budget-detail"),
    path("budgets/<str:public_id>/overrun/", budget_verbs.budget_overrun, name="budget-overrun"),
    path("budgets/<str:public_id>/carry-over/", budget_verbs.budget_carry_over, name="budget-carry-over"),
    path("stock/", stock.stock_list, name="stock-list"),
    path("stock/count/", stock.stock_count, name="stock-count"),
    path("stock/reservations/<int:pk>/issue/", stock.reservation_issue, name="reservation-issue"),
    path("stock/transfers/", transfer.transfer_list, name="transfer-list"),
    path("stock/transfers/<str:public_id>/", transfer.transfer_detail, name="transfer-detail"),
    path("stock/transfers/<str:public_id>/issue/", transfer.transfer_issue, name="transfer-issue"),
    path("stock/transfers/<str:public_id>/receive/", transfer.transfer_receive, name="transfer-receive"),
    path("stock/transfers/<str:public_id>/cancel/", transfer.transfer_cancel, name="transfer-cancel"),
    path("stock/<str:public_id>/transfer/", transfer.transfer_create, name="transfer-create"),
    path("stock/<str:public_id>/", stock.stock_detail, name="stock-detail"),
    path("items/", item.item_list, name="item-list"),
    path("items/options/", item.item_options, name="item-options"),
]
_bundles = [
    path("bundles/", bundle.bundle_list, name="bundle-list"),
    path("bundles/propose/", bundle.bundle_propose, name="bundle-propose"),
    path("bundles/proposals/", bundle.bundle_proposals, name="bundle-proposals"),
    path("bundles/buyers/", competence.competence_list, name="competence-list"),
    path("bundles/buyers/new/", competence.competence_create, name="competence-create"),
    path("bundles/buyers/<str:public_id>/end/", competence.competence_end, name="competence-end"),
    path("bundles/<str:public_id>/", bundle.bundle_detail, name="bundle-detail"),
    path("bundles/<str:public_id>/confirm/", bundle.bundle_confirm, name="bundle-confirm"),
    path("bundles/<str:public_id>/reopen/", bundle.bundle_reopen, name="bundle-reopen"),
    path("bundles/<str:public_id>/cancel/", bundle.bundle_cancel, name="bundle-cancel"),
    path("bundles/<str:public_id>/lines/<int:position>/move/", bundle.bundle_move, name="bundle-move"),
    path("bundles/<str:public_id>/surplus/<int:position>/", bundle.bundle_surplus, name="bundle-surplus"),
]
urlpatterns = [*_requisitions, *_approvals, *_money_and_stock, *_bundles]
