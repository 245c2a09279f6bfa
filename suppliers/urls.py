"""Pages and portal pages of suppliers. REST: suppliers/api/urls.py."""

from django.urls import path

from suppliers.portal import company, join
from suppliers.portal import plan as portal_plan
from suppliers.portal import preference as portal_preference
from suppliers.views import part, plan, preference, scorecard, supplier

app_name = "suppliers"
urlpatterns = [
    path("suppliers/", supplier.SupplierList.as_view(), name="supplier-list"),
    path("suppliers/new/", supplier.supplier_create, name="supplier-create"),
    path("suppliers/history/", part.history_import, name="history-import"),
    path("suppliers/<str:public_id>/", supplier.supplier_detail, name="supplier-detail"),
    path("suppliers/<str:public_id>/edit/", supplier.supplier_edit, name="supplier-edit"),
    path("suppliers/<str:public_id>/apply/", supplier.supplier_apply, name="supplier-apply"),
    path("suppliers/<str:public_id>/confirm/", supplier.supplier_confirm, name="supplier-confirm"),
    *(
        path(f"suppliers/<str:public_id>/{verb}/", supplier.supplier_judge, {"verb": verb}, name=f"supplier-{verb}")
        for verb in supplier.MOVES
    ),
    path("suppliers/<str:public_id>/invite/", part.supplier_invite, name="supplier-invite"),
    path("suppliers/<str:public_id>/rate/", part.supplier_rate, name="supplier-rate"),
    path("suppliers/<str:public_id>/bank-accounts/new/", part.bank_account_create, name="bank-account-create"),
    path("suppliers/<str:public_id>/certificates/new/", part.certificate_create, name="certificate-create"),
    path("suppliers/<str:public_id>/qualifications/new/", part.qualification_create, name="qualification-create"),
    path("suppliers/<str:public_id>/review/", preference.review_hold, name="review-hold"),
    path("suppliers/<str:public_id>/judge/", preference.attractiveness_judge, name="attractiveness-judge"),
    path("suppliers/<str:public_id>/revenue/", preference.revenue_state, name="revenue-state"),
    path("supplier-invitations/<str:public_id>/revoke/", part.invitation_revoke, name="invitation-revoke"),
    path("memberships/<str:public_id>/end/", part.membership_end, name="membership-end"),
    path("bank-accounts/<str:public_id>/confirm/", part.bank_account_confirm, name="bank-account-confirm"),
    path("bank-accounts/<str:public_id>/reject/", part.bank_account_reject, name="bank-account-reject"),
    path("certificates/<str:public_id>/replace/", part.certificate_replace, name="certificate-replace"),
    path("qualifications/<str:public_id>/qualify/", part.qualification_qualify, name="qualification-qualify"),
    path("qualifications/<str:public_id>/reject/", part.qualification_reject, name="qualification-reject"),
    path("suppliers/<str:public_id>/measure/", scorecard.scorecard_measure, name="scorecard-measure"),
    path("suppliers/<str:public_id>/deliveries/", scorecard.DeliveryList.as_view(), name="supplier-deliveries"),
    path("scorecards/", scorecard.ScorecardList.as_view(), name="scorecard-list"),
    path("scorecards/measure/", scorecard.scorecard_run, name="scorecard-run"),
    path("scorecards/criteria/", scorecard.criteria_edit, name="criteria-edit"),
    path("scorecards/<str:public_id>/", scorecard.scorecard_detail, name="scorecard-detail"),
    path("scorecards/<str:public_id>/input/", scorecard.scorecard_input, name="scorecard-input"),
    path("joint-plans/", plan.PlanList.as_view(), name="joint-plan-list"),
    path("joint-plans/new/", plan.plan_create, name="joint-plan-create"),
    path("joint-plans/<str:public_id>/", plan.plan_detail, name="joint-plan-detail"),
    path("joint-plans/<str:public_id>/share/", plan.plan_share, name="joint-plan-share"),
    path("joint-plans/<str:public_id>/close/", plan.plan_close, name="joint-plan-close"),
    path("joint-plans/<str:public_id>/propose/", plan.action_propose, name="joint-action-propose"),
    path("joint-actions/<str:public_id>/agree/", plan.action_agree, name="joint-action-agree"),
    path("joint-actions/<str:public_id>/decline/", plan.action_decline, name="joint-action-decline"),
    path("joint-actions/<str:public_id>/complete/", plan.action_complete, name="joint-action-complete"),
    path("portal/join/<str:key>/", join.join, name="portal-join"),
    path("portal/join/<str:key>/accept/", join.join_accept, name="portal-join-accept"),
    path("portal/company/", company.company, name="portal-company"),
    path("portal/company/edit/", company.company_edit, name="portal-company-edit"),
    path("portal/company/apply/", company.company_apply, name="portal-company-apply"),
    path("portal/company/invite/", company.company_invite, name="portal-company-invite"),
    path(
        "portal/company/invitations/<str:public_id>/revoke/", company.invitation_revoke,
        name="portal-invitation-revoke",
    ),
    path("portal/company/people/<str:public_id>/end/", company.membership_end, name="portal-membership-end"),
    path("portal/company/bank-accounts/new/", company.bank_account_create, name="portal-bank-account-create"),
    path("portal/company/certificates/new/", company.certificate_create, name="portal-certificate-create"),
    path(
        "portal/company/certificates/<str:public_id>/replace/", company.certificate_replace,
        name="portal-certificate-replace",
    ),
    path("portal/company/qualifications/new/", company.qualification_create, name="portal-qualification-create"),
    path("portal/company/view-of-us/", portal_preference.declare, name="portal-declare"),
    path("portal/scorecard/", company.scorecard, name="portal-scorecard"),
    path("portal/plans/", portal_plan.plan_list, name="portal-joint-plan-list"),
    path("portal/plans/<str:public_id>/", portal_plan.plan_detail, name="portal-joint-plan-detail"),
    path("portal/plans/<str:public_id>/propose/", portal_plan.action_propose, name="portal-joint-action-propose"),
    path("portal/actions/<str:public_id>/agree/", portal_plan.action_agree, name="portal-joint-action-agree"),
    path("portal/actions/<str:public_id>/decline/", portal_plan.action_decline, name="portal-joint-action-decline"),
    path("portal/actions/<str:public_id>/complete/", portal_plan.action_complete, name="portal-joint-action-complete"),
]  # fmt: skip
