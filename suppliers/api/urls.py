"""REST of suppliers."""

from django.urls import path

from srm.api.routers import Router
from suppliers.api import join, performance, portal, preference, supplier

router = Router()
router.register("suppliers", supplier.SupplierViewSet)
router.register("qualifications", supplier.QualificationViewSet)
router.register("certificates", supplier.CertificateViewSet)
router.register("bank-accounts", supplier.BankAccountViewSet, basename="bank-account")
router.register("facts", supplier.FactViewSet, basename="fact")
router.register("scorecards", performance.ScorecardViewSet)
router.register("segments", performance.SegmentViewSet, basename="segment")
router.register("segment-records", preference.SegmentRecordViewSet, basename="segment-record")
router.register("supplier-reviews", preference.SupplierReviewViewSet, basename="supplier-review")
router.register("supplier-preferences", preference.PreferenceViewSet, basename="supplier-preference")
router.register("preference-records", preference.PreferenceRecordViewSet, basename="preference-record")
router.register("supplier-revenues", preference.RevenueViewSet, basename="supplier-revenue")
router.register("self-declarations", preference.DeclarationViewSet, basename="self-declaration")
router.register("supply-classes", preference.SupplyClassViewSet, basename="supply-class")
router.register("joint-plans", performance.JointPlanViewSet, basename="joint-plan")
router.register("joint-actions", performance.JointActionViewSet, basename="joint-action")
router.register("portal/companies", portal.PortalCompanyViewSet, basename="portal-company")
router.register("portal/certificates", portal.PortalCertificateViewSet, basename="portal-certificate")
router.register("portal/bank-accounts", portal.PortalBankAccountViewSet, basename="portal-bank-account")
router.register("portal/qualifications", portal.PortalQualificationViewSet, basename="portal-qualification")
router.register("portal/scorecards", portal.PortalScorecardViewSet, basename="portal-scorecard")
router.register("portal/self-declarations", preference.PortalDeclarationViewSet, basename="portal-self-declaration")
router.register("portal/joint-plans", portal.PortalJointPlanViewSet, basename="portal-joint-plan")
router.register("portal/joint-actions", portal.PortalJointActionViewSet, basename="portal-joint-action")
urlpatterns = [*router.urls, path("portal/join/", join.JoinView.as_view(), name="portal-join")]
