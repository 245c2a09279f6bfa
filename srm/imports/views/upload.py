"""The way in: which kinds there are, and the first step of each."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from srm.accounts.doors import staff_only
from srm.errors import Invalid
from srm.imports.export import csv_response, xlsx_response
from srm.imports.forms import UploadForm
from srm.imports.models import ImportRun
from srm.imports.policies import may_upload_import
from srm.imports.registry import ImportKind, import_kind, import_kinds
from srm.imports.services import upload_import
from srm.imports.states import ImportStatus
from srm.ui.views import Column, Empty, Filter, ListPage, handle


class ImportList(ListPage):
    """What the reader has imported, and the kinds that he may."""

    template_name = "imports/run/list.html"
    title = gettext_lazy("Imports")
    columns = (
        Column("name", gettext_lazy("File"), sub=lambda run: kind_label(run.kind), sort="name"),
        Column("status", gettext_lazy("Status"), "status", sort="status"),
        Column("rows_total", gettext_lazy("Rows"), "number", sort="rows_total"),
        Column("rows_rejected", gettext_lazy("Rejected"), "number", sort="rows_rejected"),
        Column("created_by", gettext_lazy("By"), "person"),
        Column("created_at", gettext_lazy("Uploaded"), "when", sort="created_at"),
    )
    filters = (Filter("status", gettext_lazy("Status"), ImportStatus.choices),)
    search_fields = ("name",)
    default_sort = "-created_at"
    empty = Empty(gettext_lazy("Nothing imported yet"), gettext_lazy("Choose above what you want to bring in."))

    def get_queryset(self) -> QuerySet:
        return ImportRun.objects.visible_to(self.request.user).select_related("created_by")

    def get_context(self) -> dict[str, Any]:
        return {"kinds": import_kinds(self.request.user)}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Step one: the file."""
    kind = kind_or_404(request, key)
    form = UploadForm(request.POST or None, request.FILES or None)
    return handle(
        request, form, lambda given: upload_import(kind=kind.key, upload=given["file"], by=request.user),
        template="imports/run/new.html", context={"kind": kind},
    )  # fmt: skip


@require_safe
@staff_only
def template(request: HttpRequest, key: str) -> HttpResponse:
    """An empty sheet with the right heads."""
    kind = kind_or_404(request, key)
    return xlsx_response(f"{kind.key}.xlsx", heads=[str(c.label) for c in kind.columns], rows=[], title=str(kind.label))


@require_safe
@staff_only
def export(request: HttpRequest, key: str) -> HttpResponse:
    """What is there now, in the shape in which it comes in again; `?format=csv` for CSV."""
    kind = kind_or_404(request, key)
    if kind.export is None:
        raise Http404
    sheet = {"heads": [str(c.label) for c in kind.columns], "rows": kind.export(request.user)}
    if request.GET.get("format") == "csv":
        return csv_response(f"{kind.key}.csv", **sheet)
    return xlsx_response(f"{kind.key}.xlsx", title=str(kind.label), **sheet)


def kind_or_404(request: HttpRequest, key: str) -> ImportKind:
    """Return a kind that the reader may import; else Http404."""
    try:
        kind = import_kind(key)
    except Invalid as error:
        raise Http404 from error
    if not may_upload_import(request.user, kind):
        raise Http404
    return kind


def kind_label(key: str) -> str:
    """Return what a kind is called; its key when the code has gone since."""
    try:
        return str(import_kind(key).label)
    except Invalid:
        return key
