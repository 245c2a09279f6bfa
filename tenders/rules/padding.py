"""Size classes: a sealed bid is rounded up, so that its length says nothing of what is in it."""

CLASSES = tuple(4096 * 4**step for step in range(7))  # 4 KiB … 16 MiB
LENGTH_BYTES = 4


class TooLarge(ValueError):
    """More than the largest class holds."""


def pad(content: bytes) -> bytes:
    """Return the content behind its length, filled with zeros up to the next size class."""
    for size in CLASSES:
        if len(content) + LENGTH_BYTES <= size:
            return len(content).to_bytes(LENGTH_BYTES, "big") + content.ljust(size - LENGTH_BYTES, b"\0")
    raise TooLarge(len(content))


def unpad(padded: bytes) -> bytes:
    """Return what `pad` was given. Raises ValueError when the length does not fit."""
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    if length > len(padded) - LENGTH_BYTES:
        raise ValueError("length beyond the padding")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]
