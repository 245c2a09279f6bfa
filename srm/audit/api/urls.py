"""REST of the record."""

from django.urls import path

from srm.audit.api.log import LogViewSet, SubjectLogViewSet

SUBJECT = "subjects/<str:subject_type>/<slug:public_id>/"

urlpatterns = [
    path("log/", LogViewSet.as_view({"get": "list"}), name="log"),
    path(f"{SUBJECT}log/", SubjectLogViewSet.as_view({"get": "list"}), name="subject-log"),
    path(f"{SUBJECT}chain/", SubjectLogViewSet.as_view({"get": "chain"}), name="subject-chain"),
]
