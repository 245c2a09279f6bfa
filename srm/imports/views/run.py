"""One import on its way: columns, check, confirm, result."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from srm.accounts.doors import staff_only
from srm.documents.download import file_response
from srm.errors import Invalid
from srm.imports import services
from srm.imports.export import XLSX_TYPE
from srm.imports.forms import MappingForm
from srm.imports.models import ImportRun
from srm.imports.policies import may_run_import
from srm.imports.queries import shown_run
from srm.imports.registry import ImportKind, import_kind
from srm.ui.views import act, handle


@require_safe
@staff_only
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the import stands; by htmx only the part that changes while a worker has it."""
    run, kind = _visible(request, public_id)
    context = {"run": run, "kind": kind, "shown": shown_run(run, kind), "form": MappingForm(run=run, kind=kind)}
    context["may_run"] = may_run_import(request.user, run, kind)
    return render(request, "imports/run/state.html" if request.htmx else "imports/run/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def match(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step two: which column is which field; then the rows are checked."""
    run, kind = _own(request, public_id)
    form = MappingForm(request.POST or None, run=run, kind=kind)

    def verb(_given: dict) -> ImportRun:
        services.match_columns(run=run, mapping=form.mapping(), options=form.options(), by=request.user)
        return services.preview_import(run=run, by=request.user)

    context = {"run": run, "kind": kind, "shown": shown_run(run, kind), "may_run": True}
    return handle(request, form, verb, template="imports/run/match.html", context=context, to=_url(run))


@require_POST
@staff_only
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step three: bring the good rows in."""
    run, _kind = _own(request, public_id)
    return act(request, lambda: services.confirm_import(run=run, by=request.user), to=_url(run))


@require_POST
@staff_only
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it up; the file stays."""
    run, _kind = _own(request, public_id)
    return act(request, lambda: services.cancel_import(run=run, by=request.user), to=_url(run))


@require_POST
@staff_only
def fix(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put cells right in place; then the rows are checked again."""
    run, _kind = _own(request, public_id)
    cells = {name[5:]: text for name, text in request.POST.items() if name.startswith("cell-") and text.strip()}
    return act(request, lambda: services.fix_cells(run=run, cells=cells, by=request.user), to=_url(run))


@require_POST
@staff_only
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what it brought."""
    run, _kind = _own(request, public_id)
    return act(request, lambda: services.undo_import(run=run, by=request.user), to=_url(run), done=_("Undone."))


@require_safe
@staff_only
def rejects(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The rejected rows with their reasons, as a workbook to correct."""
    run, _kind = _visible(request, public_id)
    if not run.rejects_file:
        raise Http404
    name = _("rejected rows of %(name)s") % {"name": run.name.rpartition(".")[0]}
    return file_response(run.rejects_file, f"{name}.xlsx", XLSX_TYPE)


@require_safe
@staff_only
def original(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file as it came."""
    run, _kind = _visible(request, public_id)
    return file_response(run.file, run.name, "application/octet-stream")


def _visible(request: HttpRequest, public_id: str) -> tuple[ImportRun, ImportKind]:
    rows = ImportRun.objects.visible_to(request.user).select_related("created_by")
    run = get_object_or_404(rows, public_id=public_id)
    try:
        return run, import_kind(run.kind)
    except Invalid as error:
        raise Http404 from error


def _own(request: HttpRequest, public_id: str) -> tuple[ImportRun, ImportKind]:
    run, kind = _visible(request, public_id)
    if not may_run_import(request.user, run, kind):
        raise Http404
    return run, kind


def _url(run: ImportRun) -> str:
    return reverse("imports:run", args=[run.public_id])
