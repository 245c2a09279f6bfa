"""The name under which a file is shown and given back: never a path, never a trick for the eye."""

import unicodedata

MAX_LENGTH = 150
FORBIDDEN = set('\\/:*?"<>|')
KEPT_FORMAT = {"\u200c", "\u200d"}  # joiners that some scripts need


def clean_name(name: str, fallback: str = "file") -> str:
    """Return the last part of the name in NFC without control, bidirectional or path characters, at most 150 long.

    The extension is kept when the name is shortened.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if _is_plain(c))
    stem, dot, extension = " ".join(kept.split()).strip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = stem.strip(". ")[: MAX_LENGTH - len(extension) - 1] or fallback
    return f"{stem}.{extension[:10]}" if extension else stem


def _is_plain(char: str) -> bool:
    if char in FORBIDDEN:
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or char in KEPT_FORMAT
