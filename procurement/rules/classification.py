"""Codes of public classifications by their form: CPV 2008, OKPD2 (OK 034-2014), UNSPSC."""

import re

FORMS = {
    "CPV": re.compile(r"\d{8}-\d"),
    "OKPD2": re.compile(r"\d{2}(\.\d{1,2}){0,2}(\.\d{2,3}){0,2}"),
    "UNSPSC": re.compile(r"\d{8}"),
}


def read_codes(text: str) -> list[str]:
    """Return the codes of a cell or field: parted by commas, semicolons or spaces, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[,;\s]+", text) if part))


def misformed(scheme: str, codes: list[str]) -> list[str]:
    """Return the codes that cannot be of the classification."""
    return [code for code in codes if not FORMS[scheme].fullmatch(code)]
