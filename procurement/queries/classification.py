"""Codes of the public classifications that are loaded: what they are called, and which one was meant."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import get_language

from procurement.rules.classification import beginnings, misformed, spellings
from srm.reference.models import ClassificationCode, Scheme

MOST_WORDS = 6


@dataclass(frozen=True)
class CheckedCodes:
    """Codes as the classification writes them; `wrong` ones each with the nearest that exists ("" for none)."""

    codes: list[str]
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadedScheme:
    """How much of a classification is known here."""

    scheme: Scheme
    count: int

    @property
    def key(self) -> str:
        """The kind of import that loads it."""
        return f"classification-{self.scheme.value.lower()}"


def check_codes(scheme: str, codes: Iterable[str]) -> CheckedCodes:
    """Return codes checked by their form and, where the classification is loaded, against it; two queries, or none.

    A CPV may be given with its check digit or without; a wrong digit is told with the right code.
    """
    given = list(codes)
    bad = misformed(scheme, given)
    loaded = ClassificationCode.objects.filter(scheme=scheme)
    if not given or not loaded.exists():
        return CheckedCodes([c for c in given if c not in bad], dict.fromkeys(bad, ""))
    wanted = {spelling for code in given if code not in bad for spelling in spellings(scheme, code)}
    known = set(loaded.filter(code__in=wanted).values_list("code", flat=True))
    meant = {c: next((s for s in spellings(scheme, c) if s in known), "") for c in given if c not in bad}
    right = {c: m for c, m in meant.items() if m and c in (m, m.split("-")[0])}
    wrong = {c: meant.get(c) or nearest(scheme, c) for c in given if c not in right}
    return CheckedCodes(list(dict.fromkeys(right.values())), wrong)


def nearest(scheme: str, code: str) -> str:
    """Return the first code of the loaded classification that begins most like a wrong one; "" for none."""
    rows = ClassificationCode.objects.filter(scheme=scheme)
    for beginning in beginnings(code):
        found = rows.filter(code__startswith=beginning).order_by("code").values_list("code", flat=True).first()
        if found:
            return found
    return ""


def find_codes(scheme: str, text: str) -> QuerySet[ClassificationCode]:
    """Return the codes that begin with the text, or whose label in the reader's language or at all has its words."""
    own = Cast(KeyTextTransform(get_language() or "en", "labels"), CharField())
    rows = ClassificationCode.objects.annotate(own=own).order_by("scheme", "code")
    rows = rows.filter(scheme=scheme) if scheme else rows
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(Q(code__istartswith=word) | Q(label__icontains=word) | Q(own__icontains=word))
    return rows


def loaded_schemes() -> list[LoadedScheme]:
    """Return every classification with how many of its codes are known; one query."""
    rows = ClassificationCode.objects.order_by().values_list("scheme").annotate(n=Count("pk"))
    counts = dict(rows)
    return [LoadedScheme(scheme, counts.get(scheme.value, 0)) for scheme in Scheme]
