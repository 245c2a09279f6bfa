"""Rows of files, documents, the inbox, discussions, imports and the event log."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from srm.discussions.services import add_todo, post_comment
from srm.documents import services as documents
from srm.documents.models import GeneratedDocument
from srm.documents.registry import DocumentKind, register_document
from srm.documents.states import Audience, DocumentStatus
from srm.imports.columns import Column
from srm.imports.models import ImportRun
from srm.imports.registry import ImportKind, register_import
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.services import notify
from srm.reference.models import Place
from srm.subjects import register_subject
from tests.factories.reference import PlaceFactory
from tests.matrix.table import (
    SIGNED_IN,
    STAFF,
    SUPPLIER,
    SUPPLIERS,
    counted,
    creates,
    lists,
    nouns,
    uncounted,
    verbs,
)

BUYER = {"buyer"}
READERS = {"auditor", "admin"}


def a_subject(cast):
    """A place that all staff and one supplier's people see, with its own rule for this table only."""
    register_subject(
        Place, sees=lambda user, _place: not user.is_portal or user == cast.supplier, url=lambda _place: "/",
        portal_url=lambda _place: "/portal/",
    )  # fmt: skip
    return PlaceFactory()


def on_a_subject(cast):
    return {"subject_type": "reference.place", "public_id": a_subject(cast).public_id}


def a_file(cast, by="buyer", audience=Audience.INTERNAL):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF")
    return documents.attach_file(subject=a_subject(cast), upload=upload, by=getattr(cast, by), audience=audience)


def a_shared_file(cast):
    return a_file(cast, by="supplier")


def a_document(cast, audience=Audience.INTERNAL):
    register_document(DocumentKind("matrix.page", "Page", "documents/base.html", lambda _p: {}, lambda _p: "page.pdf"))
    document = GeneratedDocument(
        subject_type="reference.place", subject_id=a_subject(cast).pk, kind="matrix.page", language="en",
        status=DocumentStatus.READY, audience=audience, name="page.pdf",
    )  # fmt: skip
    document.file.save("page.pdf", ContentFile(b"%PDF-1.7"))
    return document


def a_shared_document(cast):
    return a_document(cast, Audience.SUPPLIER)


def a_notice(cast, to="buyer"):
    register_kind(NoticeKind("matrix.notice", "Matrix", "Something"))
    return notify(recipients=[getattr(cast, to)], kind="matrix.notice", url="/")[0]


def a_portal_notice(cast):
    return a_notice(cast, to="supplier")


def a_comment(cast, by="buyer"):
    return post_comment(subject=a_subject(cast), body="Hello", by=getattr(cast, by))


def a_shared_comment(cast):
    return a_comment(cast, by="supplier")


def a_todo(cast):
    return add_todo(subject=a_subject(cast), text="Call", assignee=cast.buyer, by=cast.buyer)


def a_shared_todo(cast):
    return add_todo(
        subject=a_subject(cast), text="Call", assignee=cast.supplier, by=cast.buyer, audience=Audience.SUPPLIER
    )


def a_kind(cast):
    register_import(
        ImportKind(
            key="matrix", label="Matrix", columns=(Column("name", "Name"),), row=dict, apply=lambda *_a, **_k: {},
            export=lambda _user: [],
            may_import=lambda user: user == cast.buyer,
        )
    )  # fmt: skip
    return {"key": "matrix"}


def an_import(cast):
    a_kind(cast)
    run = ImportRun(kind="matrix", name="a.csv", sha256="0" * 64, format="csv", created_by=cast.buyer, heads=["Name"])
    run.file.save("a.csv", ContentFile(b"Name\nx\n"), save=False)
    run.rejects_file.save("r.xlsx", ContentFile(b"PK"))
    return run


def an_event(cast):
    attachment = a_file(cast)
    return {"subject_type": attachment.subject_type, "subject_id": attachment.subject_id}


def a_logged_subject(cast):
    place = PlaceFactory()
    register_subject(Place, sees=lambda _user, _place: True)
    post_comment(subject=place, body="Hello", by=cast.buyer)
    return {"subject_type": "reference.place", "public_id": place.public_id}


ROWS = [
    *nouns(STAFF, a_file, "documents:file"),
    *verbs(STAFF, BUYER, a_file, "documents:file-remove"),
    *verbs(STAFF, STAFF, on_a_subject, "documents:file-attach"),
    *nouns(SUPPLIER, a_shared_file, "documents:portal-file"),
    *verbs(SUPPLIER, SUPPLIER, a_shared_file, "documents:portal-file-remove"),
    *verbs(SUPPLIER, SUPPLIER, on_a_subject, "documents:portal-file-attach"),
    *nouns((), a_file, "documents:portal-file", label="internal"),
    *nouns(STAFF, a_document, "documents:document", "documents:document-file"),
    *verbs(STAFF, STAFF, a_document, "documents:document-retry"),
    *nouns(SUPPLIER, a_shared_document, "documents:portal-document"),
    *nouns((), a_document, "documents:portal-document", label="internal"),
    *lists(STAFF, "notifications:inbox", "notifications:inbox-settings"),
    *creates(STAFF, "notifications:inbox-read"),
    *nouns(BUYER, a_notice, "notifications:notice"),
    *lists(SUPPLIERS, "notifications:portal-inbox", "notifications:portal-inbox-settings"),
    *creates(SUPPLIERS, "notifications:portal-inbox-read"),
    *nouns(SUPPLIER, a_portal_notice, "notifications:portal-notice"),
    *verbs(STAFF, STAFF, on_a_subject, "discussions:comment", "discussions:todo"),
    *verbs(STAFF, BUYER, a_comment, "discussions:comment-withdraw"),
    *verbs(STAFF, BUYER, a_todo, "discussions:todo-finish"),
    *nouns(BUYER, a_todo, "discussions:todo-open"),
    *verbs(SUPPLIER, SUPPLIER, on_a_subject, "discussions:portal-comment"),
    *verbs(SUPPLIER, SUPPLIER, a_shared_comment, "discussions:portal-comment-withdraw"),
    *verbs(SUPPLIER, SUPPLIER, a_shared_todo, "discussions:portal-todo-finish"),
    *nouns(SUPPLIER, a_shared_todo, "discussions:portal-todo-open"),
    *lists(STAFF, "imports:list"),
    *nouns(BUYER, a_kind, "imports:new", "imports:template", "imports:export"),
    *nouns(BUYER | READERS, an_import, "imports:run", "imports:rejects", "imports:file"),
    *nouns(BUYER, an_import, "imports:match"),
    *verbs(BUYER, BUYER, an_import, "imports:confirm", "imports:cancel", "imports:fix", "imports:undo"),
    *lists(READERS, "audit:log", "audit:export-csv", "audit:export-jsonl"),
    *nouns(READERS, an_event, "audit:chain"),
    *nouns(STAFF, on_a_subject, "api:subject-attachment", "api:subject-document", "api:subject-comment"),
    *nouns(STAFF, on_a_subject, "api:subject-todo"),
    *verbs(STAFF, STAFF, on_a_subject, "api:subject-todo", "api:subject-document"),
    *lists(STAFF, "api:todo-list"),
    *nouns(STAFF, a_todo, "api:todo-detail"),
    *verbs(STAFF, BUYER, a_todo, "api:todo-finish", "api:todo-reopen", data={}),
    *nouns(SUPPLIER, on_a_subject, "api:portal-subject-todo"),
    *lists(SUPPLIERS, "api:portal-todo-list"),
    *nouns(SUPPLIER, a_shared_todo, "api:portal-todo-detail"),
    *nouns((), a_todo, "api:portal-todo-detail", label="internal"),
    *verbs(SUPPLIER, SUPPLIER, a_shared_todo, "api:portal-todo-finish", "api:portal-todo-reopen", data={}),
    *lists(SIGNED_IN, "api:notice-preferences"),
    *creates(SIGNED_IN, "api:notice-preferences"),
    *verbs(STAFF, STAFF, on_a_subject, "api:subject-attachment", "api:subject-comment"),
    *nouns(STAFF, a_file, "api:attachment-detail", "api:attachment-file"),
    *verbs(STAFF, BUYER, a_file, "api:attachment-remove", data={}),
    *nouns(STAFF, a_document, "api:document-detail", "api:document-file"),
    *nouns(STAFF, a_comment, "api:comment-detail"),
    *verbs(STAFF, BUYER, a_comment, "api:comment-withdraw", data={}),
    *nouns(
        SUPPLIER,
        on_a_subject,
        "api:portal-subject-attachment",
        "api:portal-subject-document",
        "api:portal-subject-comment",
    ),
    *verbs(SUPPLIER, SUPPLIER, on_a_subject, "api:portal-subject-attachment", "api:portal-subject-comment"),
    *nouns(SUPPLIER, a_shared_file, "api:portal-attachment-detail", "api:portal-attachment-file"),
    *verbs(SUPPLIER, SUPPLIER, a_shared_file, "api:portal-attachment-remove"),
    *nouns((), a_file, "api:portal-attachment-detail", "api:portal-attachment-file", label="internal"),
    *nouns(SUPPLIER, a_shared_document, "api:portal-document-detail", "api:portal-document-file"),
    *nouns((), a_document, "api:portal-document-detail", "api:portal-document-file", label="internal"),
    *nouns(SUPPLIER, a_shared_comment, "api:portal-comment-detail"),
    *verbs(SUPPLIER, SUPPLIER, a_shared_comment, "api:portal-comment-withdraw"),
    *nouns((), a_comment, "api:portal-comment-detail", label="internal"),
    *lists(SIGNED_IN, "api:notice-list"),
    *creates(SIGNED_IN, "api:notice-read-all"),
    *nouns(BUYER, a_notice, "api:notice-detail"),
    *verbs(BUYER, BUYER, a_notice, "api:notice-read"),
    *lists(STAFF, "api:import-list", "api:import-kinds"),
    *creates(STAFF, "api:import-list"),
    *nouns(BUYER | READERS, an_import, "api:import-detail", "api:import-rejects", "api:import-file"),
    *verbs(BUYER | READERS, BUYER, an_import, "api:import-match-columns", data={"mapping": {"name": 0}}),
    *verbs(BUYER | READERS, BUYER, an_import, "api:import-preview", "api:import-confirm", "api:import-cancel", data={}),
    *lists(READERS, "api:log"),
    *nouns(READERS, a_logged_subject, "api:subject-log", "api:subject-chain"),
]
COUNTED = [
    *counted("buyer", an_import, "imports:list", "api:import-list"),
    *counted("auditor", an_event, "audit:log", "api:log"),
    *counted("buyer", a_notice, "api:notice-list"),
    *counted("buyer", a_todo, "api:todo-list"),
    *counted("supplier", a_shared_todo, "api:portal-todo-list"),
    *uncounted("the kinds of notices are fixed in code", "api:notice-preferences"),
    *uncounted("what one may bring in is fixed in code", "api:import-kinds"),
]
