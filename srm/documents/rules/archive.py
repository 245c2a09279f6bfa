"""What is inside a ZIP (office files are ZIPs): sizes are read before anything is unpacked, and counted while it is."""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from srm.documents.rules.filetype import EICAR

MAX_MEMBERS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # spreadsheets of one repeated row reach 100; bombs 1,000
RATIO_FLOOR = 1024 * 1024  # below this much nothing is a bomb
CHUNK = 256 * 1024
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", "activex/", "xl/macrosheets/")
ACTIVE = (
    "exe", "dll", "com", "bat", "cmd", "ps1", "vbs", "js", "jar", "msi", "scr", "hta", "lnk", "html", "htm", "svg",
    "xhtml", "docm", "xlsm", "pptm", "dotm", "xltm", "xlam", "iso", "zip", "rar", "7z",
)  # fmt: skip


class Unsafe(ValueError):
    """The archive must not be kept: `reason` is bomb, traversal, link, macro, active, virus, encrypted or broken."""

    def __init__(self, reason: str, member: str = "") -> None:
        super().__init__(f"{reason}: {member}")
        self.reason = reason
        self.member = member


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold, in bytes and members."""

    members: int = MAX_MEMBERS
    unpacked: int = MAX_UNPACKED
    ratio: int = MAX_RATIO


def examine_archive(file: BinaryIO, *, office: bool, limits: Limits = Limits()) -> None:
    """Raise Unsafe when the archive is a bomb, leads outside, or holds what could act. Leaves the file at its start."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_sizes(members, limits)
            for member in members:
                _check_name(member, office=office)
            _unpack(archive, members, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise Unsafe("broken") from error
    finally:
        file.seek(0)


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise Unsafe("bomb")
    total = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members)
    if total > limits.unpacked or (total > RATIO_FLOOR and total > packed * limits.ratio):
        raise Unsafe("bomb")


def _check_name(member: zipfile.ZipInfo, *, office: bool) -> None:
    name = member.orig_filename.replace("\\", "/")
    if "\0" in name or name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        raise Unsafe("traversal", name)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unsafe("link", name)
    if member.flag_bits & 0x1:
        raise Unsafe("encrypted", name)
    if office and any(part in f"/{name.lower()}" for part in (f"/{p}" for p in MACRO_PARTS)):
        raise Unsafe("macro", name)
    if not office and name.lower().rpartition(".")[2] in ACTIVE:
        raise Unsafe("active", name)


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    # The declared sizes may lie: what really comes out is counted, and nothing of it is kept.
    total = 0
    for member in members:
        with archive.open(member) as stream:
            tail = b""
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > limits.unpacked:
                    raise Unsafe("bomb", member.filename)
                if EICAR in tail + chunk:
                    raise Unsafe("virus", member.filename)
                tail = chunk[-len(EICAR) :]
