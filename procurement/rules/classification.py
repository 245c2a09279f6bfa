"""Codes of public classifications by their form: CPV 2008, OKPD2 (OK 034-2014), UNSPSC.

CPV: eight digits, of which trailing zeros open the branches below, and a check digit that people often leave out
(Regulation (EC) 213/2008). OKPD2: sections by letter, then classes and kinds parted by points. UNSPSC: four pairs.
"""

import re
from collections.abc import Iterator

FORMS = {
    "CPV": re.compile(r"\d{8}(-\d)?"),
    "OKPD2": re.compile(r"\d{2}(\.\d{1,2}){0,2}(\.\d{2,3}){0,2}"),
    "UNSPSC": re.compile(r"\d{8}"),
}
SECTION = re.compile(r"[A-Z]")  # of OKPD2: a heading, which no category corresponds to
SHORTEST = 2  # what all that is suggested for a wrong code has in common with it


def read_codes(text: str) -> list[str]:
    """Return the codes of a cell or field: parted by commas, semicolons or spaces, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[,;\s]+", text) if part))


def misformed(scheme: str, codes: list[str]) -> list[str]:
    """Return the codes that cannot be of the classification."""
    return [code for code in codes if not FORMS[scheme].fullmatch(code)]


def is_entry(scheme: str, code: str) -> bool:
    """Tell whether a published list of the classification may have this code: a section of OKPD2 as well."""
    return bool(FORMS[scheme].fullmatch(code)) or (scheme == "OKPD2" and bool(SECTION.fullmatch(code)))


def spellings(scheme: str, code: str) -> list[str]:
    """Return how the list may write the code: as it is, and a CPV with each check digit."""
    if scheme != "CPV":
        return [code]
    bare = code[:8]
    return [bare, *(f"{bare}-{digit}" for digit in range(10))]


def beginnings(code: str) -> Iterator[str]:
    """Return the beginnings of a code, the longest first: what stands near it begins alike."""
    bare = code.split("-")[0]
    return (bare[:length] for length in range(len(bare) - 1, SHORTEST - 1, -1))


def above(scheme: str, code: str) -> list[str]:
    """Return what may be the code above this one, the nearest first, a CPV without its check digit."""
    if scheme == "OKPD2":
        return [code[:end] for end in range(len(code) - 1, 1, -1) if code[end - 1] != "."]
    digits = code[:8].rstrip("0")
    step = 2 if scheme == "UNSPSC" else 1
    ends = range((len(digits) - 1) // step * step, 1, -step)
    return [digits[:end].ljust(8, "0") for end in ends]
