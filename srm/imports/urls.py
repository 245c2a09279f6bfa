"""Spreadsheets in, step by step."""

from django.urls import path

from srm.accounts.doors import staff_only
from srm.imports.views import run, upload

app_name = "imports"
urlpatterns = [
    path("imports/", staff_only(upload.ImportList.as_view()), name="list"),
    path("imports/new/<slug:key>/", upload.new, name="new"),
    path("imports/new/<slug:key>/template/", upload.template, name="template"),
    path("imports/export/<slug:key>/", upload.export, name="export"),
    path("imports/<slug:public_id>/", run.page, name="run"),
    path("imports/<slug:public_id>/columns/", run.match, name="match"),
    path("imports/<slug:public_id>/fix/", run.fix, name="fix"),
    path("imports/<slug:public_id>/undo/", run.undo, name="undo"),
    path("imports/<slug:public_id>/confirm/", run.confirm, name="confirm"),
    path("imports/<slug:public_id>/cancel/", run.cancel, name="cancel"),
    path("imports/<slug:public_id>/rejects/", run.rejects, name="rejects"),
    path("imports/<slug:public_id>/file/", run.original, name="file"),
]
