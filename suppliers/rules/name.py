"""Names of companies: cleaned before they are stored, and compared as a person reads them.

A look-alike is a name that a hurried reader takes for another: the same letters in another script ("Аlfa" with a
Cyrillic А), another legal form, a doubled or missing letter.
"""

import unicodedata
from collections.abc import Iterable

LEGAL_FORMS = frozenset(
    {
        "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "kft", "kg", "limited", "llc", "llp", "ltd",
        "nv", "oy", "plc", "sa", "sarl", "sas", "se", "spa", "spzoo", "srl", "sro", "ао", "зао", "ип", "оао", "ооо",
        "пат", "прат", "тов", "фоп", "чп",
    }
)  # fmt: skip
# Letters of other scripts and digits that look like a Latin letter. The key is the letter after case folding.
CONFUSABLES = str.maketrans(
    "авеёкмнорстухіїјѕԁһԛԝαβεηικνορτυχγ01",
    "abeekmhopctyxiijsdhqwabenikvoptuxyol",
)
FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
SHORT = 6


class UnreadableName(ValueError):
    """The name holds characters that nobody sees: controls, or marks that turn the writing direction."""


def clean_name(text: str) -> str:
    """Return the name in NFC with single spaces; raises UnreadableName for invisible characters."""
    name = " ".join(unicodedata.normalize("NFC", text).split(" ")).strip()
    if any(unicodedata.category(c) in FORBIDDEN for c in name):
        raise UnreadableName(text)
    return " ".join(name.split())


def reading_key(name: str) -> str:
    """Return what the eye reads: without case, script, accents, punctuation and legal form."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = "".join(c if c.isalnum() else " " if c != "." else "" for c in folded).split()
    core = [w for w in words if w not in LEGAL_FORMS] or words
    plain = unicodedata.normalize("NFKD", "".join(core).translate(CONFUSABLES))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(CONFUSABLES)


def is_alike(one: str, other: str) -> bool:
    """Tell whether two reading keys are the same, or one slip apart (two slips in long names)."""
    allowed = 0 if min(len(one), len(other)) < SHORT else 1 if min(len(one), len(other)) < 2 * SHORT else 2
    return one == other or (allowed > 0 and distance_within(one, other, allowed))


def find_alike(name: str, others: Iterable[tuple[int, str]]) -> list[int]:
    """Return the ids of the named others that read like the name."""
    key = reading_key(name)
    return [pk for pk, other in others if key and is_alike(key, reading_key(other))]


def distance_within(one: str, other: str, limit: int) -> bool:
    """Tell whether at most `limit` letters must be put in, taken out or changed to get from one to the other."""
    if abs(len(one) - len(other)) > limit:
        return False
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row = row, [i]
        for j, against in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != against)))
        if min(row) > limit:
            return False
    return row[-1] <= limit
