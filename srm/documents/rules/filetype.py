"""What a file is by its first bytes. Names are only believed when they agree."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<iframe", b"<?php", b"#!", b"mz")
HEAD = 4096


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be kept: its media type and the extensions it may have."""

    key: str
    content_type: str
    extensions: tuple[str, ...]
    is_archive: bool = False
    is_picture: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
FILE_TYPES = {
    t.key: t
    for t in (
        FileType("pdf", "application/pdf", ("pdf",)),
        FileType("png", "image/png", ("png",), is_picture=True),
        FileType("jpeg", "image/jpeg", ("jpg", "jpeg"), is_picture=True),
        FileType("webp", "image/webp", ("webp",), is_picture=True),
        FileType("docx", _OOXML + "wordprocessingml.document", ("docx",), is_archive=True),
        FileType("xlsx", _OOXML + "spreadsheetml.sheet", ("xlsx",), is_archive=True),
        FileType("pptx", _OOXML + "presentationml.presentation", ("pptx",), is_archive=True),
        FileType("odt", _ODF + "text", ("odt",), is_archive=True),
        FileType("ods", _ODF + "spreadsheet", ("ods",), is_archive=True),
        FileType("zip", "application/zip", ("zip",), is_archive=True),
        FileType("text", "text/plain", ("txt", "csv", "tsv")),
    )
}
_ODF_KEYS = {t.content_type.encode(): t for t in FILE_TYPES.values() if t.content_type.startswith(_ODF)}
_OOXML_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


def detect_type(file: BinaryIO) -> FileType | None:
    """Return what the file is, or None when it is nothing that may be kept. Leaves the file at its start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    key = _by_magic(head)
    if key == "zip":
        key = _by_members(file)
        file.seek(0)
    return FILE_TYPES.get(key or ("text" if _is_text(head) else ""))


def _by_magic(head: bytes) -> str:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    for magic, key in (
        (b"%PDF-", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff", "jpeg"),
        (b"PK\x03\x04", "zip"),
    ):
        if head.startswith(magic):
            return key
    return ""


def _by_members(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    known = _ODF_KEYS.get(member.read(100).strip())
                return known.key if known else "zip"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return "broken"
    return next((key for part, key in _OOXML_PARTS.items() if part in names), "zip")


def _is_text(head: bytes) -> bool:
    """Plain words: no NUL or control characters, and nothing that a browser would take for a page or a script."""
    body = head.removeprefix(b"\xef\xbb\xbf")
    if any(byte < 32 and byte not in (9, 10, 12, 13) for byte in body) or 0x7F in body:
        return False
    return not body.lstrip().lower().startswith(MARKUP) and b"<script" not in body.lower()
