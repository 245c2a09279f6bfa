"""Pages and portal pages of analytics; REST finds its own urls."""

from django.urls import path

from analytics.portal import survey as portal
from analytics.views import cycle, dossier, finding, survey

app_name = "analytics"
_cycles = [
    path("review/", cycle.review_current, name="review-current"),
    path("cycles/<str:public_id>/review/", cycle.cycle_review, name="cycle-review"),
    path("cycles/<str:public_id>/review/open/", cycle.cycle_open_review, name="cycle-open-review"),
    path("cycles/<str:public_id>/review/measure/", cycle.cycle_measure, name="cycle-measure"),
    path("cycles/<str:public_id>/review/close/", cycle.cycle_close, name="cycle-close"),
    path("cycles/<str:public_id>/findings/new/", finding.finding_create, name="finding-create"),
    path("findings/<str:public_id>/decide/", finding.finding_decide, name="finding-decide"),
    path("findings/<str:public_id>/drop/", finding.finding_drop, name="finding-drop"),
]
_surveys = [
    path("cycles/<str:public_id>/surveys/new/<str:audience>/", survey.survey_create, name="survey-create"),
    path("surveys/<str:public_id>/", survey.survey_detail, name="survey-detail"),
    path("portal/surveys/", portal.survey_list, name="portal-survey-list"),
    path("portal/surveys/<str:public_id>/", portal.survey_detail, name="portal-survey-detail"),
]
_dossiers = [
    path("dossiers/<str:kind>/<str:public_id>/", dossier.dossier_detail, name="dossier-detail"),
    path("dossiers/<str:kind>/<str:public_id>/archive/", dossier.dossier_archive, name="dossier-archive"),
]
urlpatterns = [*_cycles, *_surveys, *_dossiers]
