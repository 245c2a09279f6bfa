"""The auditor's view of the record."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from srm.accounts.doors import staff_only
from srm.audit.forms import LogForm
from srm.audit.policies import may_read_log
from srm.audit.queries import check_chain, log_entry, log_rows
from srm.documents.download import harmless
from srm.events.models import Event
from srm.imports.export import csv_lines
from srm.ui.views.pages import BoundedPaginator

PAGE = 50
HEADS = ("at", "event", "subject", "seq", "by", "data", "prev", "hash")


@require_safe
@staff_only
def log(request: HttpRequest) -> HttpResponse:
    """What happened, by date, person, event or object."""
    form = _form(request)
    page = BoundedPaginator(form.narrow(log_rows()), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": [(row, log_entry(row)) for row in page.object_list]}
    return render(request, "audit/log/page.html", context)


@require_safe
@staff_only
def chain(request: HttpRequest, subject_type: str, subject_id: int) -> HttpResponse:
    """Whether the events of one object still fit together, and all of them."""
    _form(request)
    check = check_chain(subject_type, subject_id)
    if check is None:
        raise Http404
    rows = Event.objects.filter(subject_type=subject_type, subject_id=subject_id).select_related("by").order_by("seq")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"check": check, "page": page, "rows": [(row, log_entry(row)) for row in page.object_list]}
    return render(request, "audit/log/chain.html", context)


@require_safe
@staff_only
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The found part of the log as CSV or as JSON lines, streamed, oldest first."""
    rows = _form(request).narrow(log_rows()).order_by("at", "pk").iterator(chunk_size=1000)
    write, content_type = _FORMS[form]
    response = StreamingHttpResponse(write(rows), content_type=content_type)
    return harmless(response, f"events.{form}")


def _form(request: HttpRequest) -> LogForm:
    if not may_read_log(request.user):
        raise Http404
    return LogForm(request.GET)


def _csv(rows: Iterator[Event]) -> Iterator[str]:
    return csv_lines(heads=HEADS, rows=map(_cells, rows))


def _json(rows: Iterator[Event]) -> Iterator[str]:
    for row in rows:
        body = {"subject": f"{row.subject_type}:{row.subject_id}", **row.as_protocol()}
        yield json.dumps(body, ensure_ascii=False, sort_keys=True) + "\n"


def _cells(row: Event) -> list[Any]:
    data = json.dumps(row.data, ensure_ascii=False, sort_keys=True)
    subject = f"{row.subject_type}:{row.subject_id}"
    by = row.by.email if row.by else "system"
    return [row.at.isoformat(), row.name, subject, row.seq, by, data, row.prev, row.hash]


_FORMS = {"csv": (_csv, "text/csv; charset=utf-8"), "jsonl": (_json, "application/x-ndjson; charset=utf-8")}
