"""The record, for auditors."""

from django.urls import path

from srm.audit.views import log

app_name = "audit"
urlpatterns = [
    path("audit/", log.log, name="log"),
    path("audit/events.csv", log.export, {"form": "csv"}, name="export-csv"),
    path("audit/events.jsonl", log.export, {"form": "jsonl"}, name="export-jsonl"),
    path("audit/<str:subject_type>/<int:subject_id>/", log.chain, name="chain"),
]
