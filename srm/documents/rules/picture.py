"""How large a picture would become when opened: read from its head, never decoded."""

import struct
from typing import BinaryIO

MAX_PIXELS = 50_000_000
_JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def examine_picture(file: BinaryIO, key: str) -> bool:
    """Tell whether a picture has a readable size of at most 50 million pixels. Leaves the file at its start."""
    file.seek(0)
    try:
        width, height = _SIZES[key](file)
    except (struct.error, ValueError):
        return False
    finally:
        file.seek(0)
    return 0 < width * height <= MAX_PIXELS


def _png(file: BinaryIO) -> tuple[int, int]:
    return struct.unpack(">II", file.read(24)[16:24])


def _jpeg(file: BinaryIO) -> tuple[int, int]:
    file.read(2)
    for _segment in range(1000):
        marker, length = struct.unpack(">HH", file.read(4))
        if marker >> 8 != 0xFF:
            break
        if marker & 0xFF in _JPEG_SIZES:
            height, width = struct.unpack(">xHH", file.read(5))
            return width, height
        file.seek(length - 2, 1)
    raise ValueError("no size")


def _webp(file: BinaryIO) -> tuple[int, int]:
    head = file.read(30)
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


_SIZES = {"png": _png, "jpeg": _jpeg, "webp": _webp}
