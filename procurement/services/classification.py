"""Public classifications: codes and labels come from the publisher's list, and again when it grows."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.policies.planning import may_load_classification
from procurement.rules.classification import above, spellings
from srm.authz import SYSTEM, require
from srm.reference.models import CategoryCode, ClassificationCode, Scheme

BUILT_IN = {"cpv": (Scheme.CPV, Path(__file__).resolve().parents[1] / "data" / "cpv2008_en.csv.gz")}
BATCH = 2000


@dataclass(frozen=True)
class ClassificationEntry:
    """One code as it is published; without a parent the nearest code above it in the list is taken."""

    code: str
    label: str
    parent: str = ""
    labels: dict[str, str] = field(default_factory=dict)  # language → label


@dataclass(frozen=True)
class Loaded:
    """How many codes a list brought, and how many read otherwise than before."""

    added: int
    changed: int


@transaction.atomic
def load_classification(*, scheme: Scheme, entries: Iterable[ClassificationEntry], by: Any) -> Loaded:
    """Add the codes that are new and change those that read otherwise; what is not in the list stays.

    A label in another language is kept beside those loaded before. Categories' own codes are written as the list
    writes them from now on. Who loads is in the record of the import. Raises NotPermitted.
    """
    require(may_load_classification(by), _("Classifications are loaded by category managers."))
    old = {_number(c.code): c for c in ClassificationCode.objects.select_for_update().filter(scheme=scheme)}
    rows = {_number(e.code): e for e in entries}
    by_number = {number: entry.code for number, entry in rows.items()} | {n: c.code for n, c in old.items()}
    written = [_row(scheme, entry, old.get(number), by_number) for number, entry in rows.items()]
    added = [row for row in written if _number(row.code) not in old]
    changed = [row for row in written if _number(row.code) in old and _differs(row, old[_number(row.code)])]
    ClassificationCode.objects.bulk_create(
        [*added, *changed], batch_size=BATCH, update_conflicts=True, unique_fields=["scheme", "code"],
        update_fields=["label", "labels", "parent_code"],
    )  # fmt: skip
    _spell_as_listed(scheme, set(by_number.values()))
    return Loaded(len(added), len(changed))


@transaction.atomic
def load_built_in(*, name: str, by: Any = SYSTEM) -> Loaded:
    """Load a classification that is shipped with the product: `cpv` (CPV 2008, English labels)."""
    scheme, path = BUILT_IN[name]
    return load_classification(scheme=scheme, entries=_entries(path), by=by)


def _entries(path: Path) -> Iterator[ClassificationEntry]:
    with gzip.open(path) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")):
            yield ClassificationEntry(row["code"], row["label"])


def _number(code: str) -> str:
    return code.split("-")[0]


def _row(
    scheme: Scheme, entry: ClassificationEntry, old: ClassificationCode | None, by_number: dict[str, str]
) -> ClassificationCode:  # fmt: skip
    code, labels, parent = (old.code, old.labels, old.parent_code) if old else (entry.code, {}, "")
    parent = entry.parent or parent or next((by_number[c] for c in above(scheme, code) if c in by_number), "")
    labels = {**labels, **entry.labels}
    return ClassificationCode(scheme=scheme, code=code, label=entry.label, labels=labels, parent_code=parent)


def _differs(row: ClassificationCode, old: ClassificationCode) -> bool:
    return (row.label, row.labels, row.parent_code) != (old.label, old.labels, old.parent_code)


def _spell_as_listed(scheme: Scheme, known: set[str]) -> None:
    """Give categories' codes that were kept without a check digit the one of the list."""
    for one in CategoryCode.objects.filter(scheme=scheme).exclude(code__in=known):
        listed = next((s for s in spellings(scheme, one.code) if s in known), "")
        if not listed or _number(listed) != one.code:
            continue
        if CategoryCode.objects.filter(category=one.category_id, scheme=scheme, code=listed).exists():
            one.delete()
        else:
            one.code = listed
            one.save(update_fields=["code"])
