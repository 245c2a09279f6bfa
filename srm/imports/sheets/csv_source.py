"""CSV as it really comes: any of three encodings, any of four delimiters."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from srm.imports.sheets.source import SheetError, SheetRow, filled

DELIMITERS = ",;\t|"
SAMPLE = 64 * 1024
CHUNK = 1024 * 1024


def csv_rows(file: BinaryIO) -> Iterator[SheetRow]:
    """Return the rows of a CSV. Raises SheetError when it is no text or its quotes don't match."""
    encoding = find_encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(_Borrowed(file), encoding=encoding, newline="")  # type: ignore[type-var]
    sample = text.read(SAMPLE)
    text.seek(0)
    reader = csv.reader(text, delimiter=find_delimiter(sample), strict=True)
    return filled(_numbered(reader))


def find_encoding(file: BinaryIO) -> str:
    """Return utf-8-sig when the whole file is UTF-8, else the Windows code page that its high bytes look like."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    high = bytearray()
    is_utf8 = True
    while chunk := file.read(CHUNK):
        high += chunk if len(high) < SAMPLE * 16 else b""
        try:
            decoder.decode(chunk, final=False)
        except UnicodeDecodeError:
            is_utf8 = False
    return "utf-8-sig" if is_utf8 and _ends_whole(decoder) else _code_page(bytes(high))


def find_delimiter(sample: str) -> str:
    """Return the delimiter that the first line has most of outside quotes; a comma when it has none."""
    first = sample.lstrip("\r\n").split("\n", 1)[0]
    bare = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=lambda d: (bare.count(d), -DELIMITERS.index(d)))


def _ends_whole(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(data: bytes) -> str:
    # Cyrillic words are runs of high bytes; accented letters stand alone among ASCII ones.
    high = [i for i, byte in enumerate(data) if byte >= 0xC0]
    together = sum(1 for a, b in pairwise(high) if b == a + 1)
    return "cp1251" if together * 2 > len(high) else "cp1252"


def _numbered(reader: Any) -> Iterator[tuple[int, list[Any]]]:
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except (csv.Error, UnicodeDecodeError) as error:
        raise SheetError(_("Row %(row)d cannot be read as CSV: check its quotes.") % {"row": number + 1}) from error


class _Borrowed(io.BufferedIOBase):
    """Lets a text wrapper read a file without closing it when the wrapper goes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._file.read(-1 if size is None else size)

    read1 = read

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
