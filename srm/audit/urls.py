"""The record, for auditors."""

from django.urls import path, re_path

from srm.audit.views import log

app_name = "audit"
urlpatterns = [
    path("audit/", log.log, name="log"),
    re_path(r"^audit/events\.(?P<form>csv|jsonl)$", log.export, name="export"),
    path("audit/<str:subject_type>/<int:subject_id>/", log.chain, name="chain"),
]
