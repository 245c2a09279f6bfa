"""How alike two descriptions are: words in common, endings left aside, so that “gloves” meets “glove”."""

import re

WORD = re.compile(r"[^\W\d_]{3,}")
STEM = 5  # letters that are compared: enough for English, Russian and Ukrainian endings to fall away
EMPTY = frozenset({"and", "for", "the", "with", "для", "или", "при", "або", "pcs", "шт"})


def words_of(text: str) -> frozenset[str]:
    """Return the stems of a text's words of three letters and more."""
    found = (word.casefold() for word in WORD.findall(text))
    return frozenset(word[:STEM] for word in found if word not in EMPTY)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the words in common, 0 to 1: twice the common ones over all (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
