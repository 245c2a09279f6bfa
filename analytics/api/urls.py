"""REST of the loop's last stage."""

from django.urls import path

from analytics.api.dossier import DossierArchiveView, DossierView
from analytics.api.review import FindingViewSet, ReviewViewSet
from analytics.api.survey import PortalSurveyViewSet, SurveyViewSet
from srm.api.routers import Router

router = Router()
router.register("reviews", ReviewViewSet, basename="review")
router.register("findings", FindingViewSet)
router.register("surveys", SurveyViewSet)
router.register("portal/surveys", PortalSurveyViewSet, basename="portal-survey")
urlpatterns = [
    *router.urls,
    path("dossiers/<str:kind>/<str:public_id>/", DossierView.as_view(), name="dossier"),
    path("dossiers/<str:kind>/<str:public_id>/archive/", DossierArchiveView.as_view(), name="dossier-archive"),
]
