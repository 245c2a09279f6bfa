import io
import sys
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pypdf
import pytest
from django.template import engines
from django.utils import translation

from srm.documents import pdf, registry, services
from srm.documents.models import GeneratedDocument
from srm.documents.policies import may_read_document
from srm.documents.registry import DocumentKind
from srm.documents.states import DocumentStatus
from srm.errors import NotPermitted
from srm.events.services import deliver_pending, history

LATE = datetime(2026, 11, 28, 22, 30, tzinfo=UTC)  # already the next day in the organisation's zone
PAGE = """{% extends "documents/base.html" %}
{% block title %}{{ title }}{% endblock %}{% block content %}{{ body }}{{ at|date:"d.m.Y H:i" }}{% endblock %}"""


@pytest.fixture
def page(monkeypatch):
    """Render the page above instead of a template of an app."""
    template = engines["django"].from_string(PAGE)
    monkeypatch.setattr(pdf, "render_to_string", lambda _name, context: template.render(context))


@pytest.fixture
def kind(page):
    yield registry.register_document(
        DocumentKind(
            key="tests.letter", label="Letter", template="x.html",
            context=lambda company: {"title": company.name, "at": LATE},
            file_name=lambda company: f"{company.code}.pdf",
        )
    )  # fmt: skip
    registry._KINDS.pop("tests.letter")


def words_of(data):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_a_document_is_written_in_cyrillic_with_its_fonts_inside(page):
    with translation.override("uk"):
        data = pdf.render_pdf("x.html", {"title": "Договір ґанку №5"})

    fonts = {
        name for p in pypdf.PdfReader(io.BytesIO(data)).pages for name in p["/Resources"]["/Font"].get_object()
    }  # fmt: skip
    assert "Договір ґанку №5" in words_of(data)
    assert "1 / 1" in words_of(data)
    assert fonts


@pytest.fixture
def trap():
    """A server on loopback that must never be asked anything."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


def test_nothing_but_our_own_static_files_is_fetched(trap, tmp_path, monkeypatch):
    port, asked = trap
    secret = tmp_path / "secret.css"
    secret.write_text("body::after { content: 'SECRET' }")
    links = [
        f"http://127.0.0.1:{port}/a.css", f"http://2130706433:{port}/a.css", f"http://[::ffff:127.0.0.1]:{port}/a.css",
        f"http://localhost:{port}/a.css", "http://169.254.169.254/latest/", f"file://{secret}", "ftp://127.0.0.1/x",
        "static:///../settings.py", "static:////etc/passwd", "static:///%2e%2e/%2e%2e/etc/passwd",
        "data:text/css,body::after{content:'SECRET'}", "//127.0.0.1/x.css", "javascript:alert(1)",
    ]  # fmt: skip
    html = "".join(
        f'<link rel="stylesheet" href="{a}"><img src="{a}"><object data="{a}"></object>'
        f'<div style="background:url({a})">x</div><link rel="attachment" href="{a}">'
        for a in links
    )
    monkeypatch.setattr(pdf, "render_to_string", lambda *_args: f"<html><body>{html}</body></html>")

    data = pdf.render_pdf("x.html", {})

    assert asked == []
    assert "SECRET" not in words_of(data)
    assert not pypdf.PdfReader(io.BytesIO(data)).attachments
    assert b"root:" not in data


@pytest.mark.parametrize(
    "name", ["../settings.py", "/etc/passwd", "srm/../../settings.py", "srm/documents/none.css", "x.py", ""]
)
def test_only_static_files_of_known_types_are_found(name):
    with pytest.raises(ValueError, match="not one of our static files"):
        pdf.static_file(name)


def test_without_pango_one_line_says_what_to_install(monkeypatch):
    class NoPango:
        def find_spec(self, name, *_args):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])

    with pytest.raises(pdf.CannotRender, match=r"apt install libpango-1\.0-0"):
        pdf.render_pdf("documents/base.html", {})


@pytest.mark.django_db
def test_a_document_is_made_by_a_worker_after_it_was_asked_for(company, alice, kind):
    document = services.request_document(subject=company, kind="tests.letter", by=alice, language="uk")
    before = document.status

    deliver_pending()

    document.refresh_from_db()
    assert (before, document.status) == (DocumentStatus.QUEUED, DocumentStatus.READY)
    assert document.name == f"{company.code}.pdf"
    with document.file.open() as kept:
        content = kept.read()
    assert content[:5] == b"%PDF-"
    assert "29.11.2026 00:30" in words_of(content)
    assert [e.name for e in history(company)] == ["DocumentRequested", "DocumentRendered"]


@pytest.mark.django_db
def test_a_document_that_cannot_be_made_says_why(company, alice, kind, monkeypatch):
    def broken(*_args):
        raise pdf.CannotRender("install pango")

    monkeypatch.setattr("srm.documents.services.document.render_pdf", broken)
    document = services.request_document(subject=company, kind="tests.letter", by=alice)

    deliver_pending()

    document.refresh_from_db()
    assert (document.status, document.error) == (DocumentStatus.FAILED, "install pango")
    assert history(company).last().name == "DocumentFailed"


@pytest.mark.django_db
def test_a_document_is_made_once_however_often_it_is_asked_of_the_worker(company, alice, kind):
    document = services.request_document(subject=company, kind="tests.letter", by=alice)
    first = services.render_document(document=document)

    second = services.render_document(document=document)

    assert first.file.name == second.file.name
    assert [e.name for e in history(company)] == ["DocumentRequested", "DocumentRendered"]


@pytest.mark.django_db
def test_a_suppliers_person_reads_a_shared_document_only_when_it_is_ready(company, alice, supplier, kind):
    shared = services.request_document(subject=company, kind="tests.letter", by=alice, audience="supplier")
    internal = services.request_document(subject=company, kind="tests.letter", by=alice)
    before = may_read_document(supplier, shared)

    deliver_pending()

    readable = [d for d in GeneratedDocument.objects.all() if may_read_document(supplier, d)]
    assert before is False
    assert readable == [shared]
    assert may_read_document(alice, internal)


@pytest.mark.django_db
def test_who_does_not_see_the_object_asks_for_no_document(company, stranger, kind):
    with pytest.raises(NotPermitted):
        services.request_document(subject=company, kind="tests.letter", by=stranger)

    assert GeneratedDocument.objects.count() == 0
