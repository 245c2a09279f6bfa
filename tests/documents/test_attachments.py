import hashlib
import io
import struct
import zipfile

import pytest

from srm.documents import services
from srm.documents.models import Attachment
from srm.documents.policies import may_read_attachment
from srm.documents.rules import filetype
from srm.documents.states import Audience
from srm.errors import Invalid, NotPermitted
from srm.events.services import history
from tests.documents.conftest import PDF, a_zip, docx, upload

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 10, 10) + b"\x08\x02\0\0\0" + b"\0" * 20
ODT = "application/vnd.oasis.opendocument.text"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def test_a_file_is_kept_as_it_came_under_a_key_that_tells_nothing(company, alice):
    attachment = services.attach_file(subject=company, upload=upload("a/b/План.pdf", PDF), by=alice)

    with attachment.file.open() as kept:
        assert kept.read() == PDF
    assert attachment.name == "План.pdf"
    assert attachment.content_type == "application/pdf"
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert "План" not in attachment.file.name
    assert len(attachment.file.name) == 43
    event = history(company).get()
    assert (event.name, event.data["sha256"], event.data["audience"]) == ("FileAttached", attachment.sha256, "internal")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.docx", docx(), filetype.FILE_TYPES["docx"].content_type),
        ("a.xlsx", a_zip({"xl/workbook.xml": "<w/>"}), filetype.FILE_TYPES["xlsx"].content_type),
        (
            "a.odt",
            a_zip({"mimetype": ODT}),
            filetype.FILE_TYPES["odt"].content_type,
        ),
        ("a.zip", a_zip({"a/b.txt": "hello"}), "application/zip"),
        ("a.txt", "Привіт".encode("cp1251"), "text/plain"),
        ("a.CSV", b"a;b\n1;2", "text/csv"),
    ],
)
def test_useful_files_are_taken(company, alice, name, content, content_type):
    assert services.attach_file(subject=company, upload=upload(name, content), by=alice).content_type == content_type


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "svg": ("a.svg", SVG, "cannot be added"),
    "svg under another name": ("a.txt", SVG, "cannot be added"),
    "svg after a declaration": ("a.csv", b'<?xml version="1.0"?>' + SVG, "cannot be added"),
    "html": ("a.html", b"<!DOCTYPE html><script>alert(1)</script>", "cannot be added"),
    "html that begins as text": ("a.txt", b"hello <SCRIPT>alert(1)</SCRIPT>", "cannot be added"),
    "a program": ("a.pdf", b"MZ\x90\x00" + b"\0" * 100, "cannot be added"),
    "a program called text": ("a.txt", b"\x7fELF" + b"\0" * 100, "cannot be added"),
    "a script": ("a.txt", b"#!/bin/sh\nrm -rf /", "cannot be added"),
    "php": ("a.txt", b"<?php system($_GET[0]);", "cannot be added"),
    "a pdf called picture": ("a.png", PDF, "is not what its name says"),
    "two extensions": ("a.pdf.exe", PDF, "is not what its name says"),
    "no extension": ("invoice", PDF, "is not what its name says"),
    "nothing": ("a.pdf", b"", "is empty"),
    "old office": ("a.xlsx", filetype.OLD_OFFICE + b"\0" * 600, "old or protected office format"),
    "macros": ("a.docx", docx(**{"word/vbaProject.bin": "x"}), "holds macros"),
    "macros in opendocument": (
        "a.odt", a_zip({"mimetype": ODT, "Basic/script-lc.xml": "x"}), "holds macros",
    ),
    "a macro file by name": ("a.docm", docx(**{"word/vbaProject.bin": "x"}), "is not what its name says"),
    "a virus signature": ("a.txt", EICAR, "virus signature"),
    "a virus signature inside": ("a.zip", a_zip({"a.txt": EICAR}), "virus signature"),
    "a way out": ("a.zip", a_zip({"../../etc/cron.d/x": "x"}), "leads outside"),
    "a way out by backslash": ("a.zip", a_zip({"..\\x.txt": "x"}), "leads outside"),
    "an absolute way out": ("a.zip", a_zip({"/etc/x": "x"}), "leads outside"),
    "a link": ("a.zip", a_zip({"link": "/etc/passwd"}, external_attr=0o120777 << 16), "holds a link"),
    "a program inside": ("a.zip", a_zip({"setup.exe": "x"}), "could run"),
    "an archive inside": ("a.zip", a_zip({"inner.zip": "x"}), "could run"),
    "a bomb": ("a.zip", a_zip({"zeros.txt": b"\0" * 30_000_000}), "unpacks to far more"),
    "a bomb in a workbook": ("a.xlsx", a_zip({"xl/workbook.xml": b" " * 30_000_000}), "unpacks to far more"),
    "many members": ("a.zip", a_zip({f"{n}.txt": "" for n in range(5001)}), "unpacks to far more"),
    "a broken archive": ("a.zip", b"PK\x03\x04" + b"\0" * 50, "cannot be added"),
    "a flood of pixels": ("a.png", PNG[:16] + struct.pack(">II", 60000, 60000), "too many"),
    "a cut picture": ("a.png", PNG[:18], "is damaged"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_could_do_harm_is_refused_in_words(company, alice, what):
    name, content, words = HOSTILE[what]

    with pytest.raises(Invalid, match=words) as error:
        services.attach_file(subject=company, upload=upload(name, content), by=alice)

    assert list(error.value.errors) == ["file"]
    assert Attachment.objects.count() == 0
    assert history(company).count() == 0


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(company, alice):
    data = bytearray(a_zip({"zeros.txt": b"\0" * 30_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.infolist()[0]
    true = struct.pack("<I", info.file_size)
    lying = bytes(data).replace(true, struct.pack("<I", 1000))

    with pytest.raises(Invalid):
        services.attach_file(subject=company, upload=upload("a.zip", lying), by=alice)

    assert Attachment.objects.count() == 0


def test_a_file_over_the_limit_is_refused_with_the_limit(company, alice, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024

    with pytest.raises(Invalid, match=r"larger than 1\.0\sMB"):
        services.attach_file(subject=company, upload=upload("a.pdf", PDF + b"\0" * 1024 * 1024), by=alice)

    assert Attachment.objects.count() == 0


def test_who_may_not_add_to_the_object_adds_no_file(company, stranger):
    with pytest.raises(NotPermitted):
        services.attach_file(subject=company, upload=upload("a.pdf", PDF), by=stranger)

    assert Attachment.objects.count() == 0


def test_a_suppliers_person_reads_only_what_is_shared_and_what_he_adds_is(company, alice, supplier):
    internal = services.attach_file(subject=company, upload=upload("a.pdf", PDF), by=alice)
    shared = services.attach_file(subject=company, upload=upload("b.pdf", PDF), by=alice, audience=Audience.SUPPLIER)
    own = services.attach_file(subject=company, upload=upload("c.pdf", PDF), by=supplier, audience=Audience.INTERNAL)

    assert [may_read_attachment(supplier, a) for a in (internal, shared, own)] == [False, True, True]
    assert list(Attachment.objects.of(company).for_reader(supplier)) == [shared, own]
    assert may_read_attachment(alice, own)


def test_a_removed_file_is_found_by_nobody_but_stays_on_record(company, alice):
    attachment = services.attach_file(subject=company, upload=upload("a.pdf", PDF), by=alice)

    removed = services.remove_attachment(attachment=attachment, by=alice)

    assert not Attachment.objects.of(company).exists()
    assert not may_read_attachment(alice, removed)
    assert [e.name for e in history(company)] == ["FileAttached", "FileRemoved"]
    with removed.file.open() as kept:
        assert kept.read() == PDF


def test_only_who_added_a_file_removes_it(company, alice, supplier):
    attachment = services.attach_file(subject=company, upload=upload("a.pdf", PDF), by=alice, audience="supplier")

    with pytest.raises(NotPermitted):
        services.remove_attachment(attachment=attachment, by=supplier)

    assert Attachment.objects.of(company).count() == 1
