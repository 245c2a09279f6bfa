"""A public classification from its publisher's list: code and label, maybe the parent and labels in other languages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from procurement.policies.planning import may_load_classification
from procurement.rules.classification import is_entry
from procurement.services import ClassificationEntry, load_classification
from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem
from srm.reference.models import ClassificationCode, Scheme

LANGUAGES = ("ru", "uk")  # of the product, besides English
HEADS = ("code", "label", "parent")
MOST_ROWS = 200_000  # UNSPSC has some 150,000
LONGEST = 500


@dataclass(frozen=True)
class ClassificationRow:
    code: str
    label: str
    parent: str
    label_ru: str
    label_uk: str

    def as_entry(self) -> ClassificationEntry:
        labels = {language: getattr(self, f"label_{language}") for language in LANGUAGES}
        return ClassificationEntry(self.code, self.label, self.parent, {k: v for k, v in labels.items() if v})


def kind_of(scheme: Scheme) -> ImportKind:
    """Return the import of one classification; a list without heads is read as code, label, parent."""
    code = _code_reader(scheme)
    return ImportKind(
        key=f"classification-{scheme.value.lower()}", row=ClassificationRow,
        label=format_lazy("{} {}", _("Classification"), scheme.label),
        help=_("Codes and labels of a public classification; a known code gets the new label, none is taken away."),
        columns=(
            Column("code", _("Code"), ColumnType.REFERENCE, required=True, parse=code, aliases=("код", "cpv code")),
            Column("label", _("Label"), ColumnType.REFERENCE, required=True, parse=read_label,
                   aliases=("en", "name", "title", "description", "english", "наименование", "название", "назва")),
            Column("parent", _("Code above it"), ColumnType.REFERENCE, parse=code, default="",
                   aliases=("parent", "parent code", "родитель", "батьківський код")),
            Column("label_ru", _("Label in Russian"), ColumnType.REFERENCE, parse=read_label, default="",
                   aliases=("ru", "russian", "русский")),
            Column("label_uk", _("Label in Ukrainian"), ColumnType.REFERENCE, parse=read_label, default="",
                   aliases=("uk", "ua", "ukrainian", "українська")),
        ),
        check=_problems_of(scheme), apply=_applier(scheme), export=_exporter(scheme), heads_for=_heads_of(scheme),
        may_import=may_load_classification, max_rows=MOST_ROWS,
        result_labels={"added": _("codes added"), "changed": _("codes changed")},
    )  # fmt: skip


def read_label(text: Any, _known: Mapping[str, Any]) -> str:
    label = " ".join(str(text).split())
    if len(label) > LONGEST:
        raise CellError(_("longer than %(max)d characters") % {"max": LONGEST})
    return label


def _code_reader(scheme: Scheme) -> Callable[[Any, Mapping[str, Any]], str]:
    def parse(text: Any, _known: Mapping[str, Any]) -> str:
        code = str(text).strip()
        if not is_entry(scheme, code):
            raise CellError(_("No code of this classification: %(codes)s") % {"codes": code[:60]})
        return code

    return parse


def _heads_of(scheme: Scheme) -> Callable[[Sequence[Any]], Sequence[str] | None]:
    def heads(cells: Sequence[Any]) -> Sequence[str] | None:
        is_data = len(cells) > 1 and is_entry(scheme, str(cells[0] or "").strip())
        return HEADS[: len(cells)] if is_data else None

    return heads


def _problems_of(scheme: Scheme) -> Callable[[Sequence[Good]], Iterable[RowProblem]]:
    def find(rows: Sequence[Good]) -> Iterable[RowProblem]:
        """Tell a code that stands twice, and a parent that is neither in the list nor loaded."""
        known = set(ClassificationCode.objects.filter(scheme=scheme).values_list("code", flat=True))
        known |= {good.row.code for good in rows}
        seen: dict[str, int] = {}
        for good in rows:
            number = good.row.code.split("-")[0]
            if number in seen:
                yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[number]}, "code")
            elif good.row.parent and good.row.parent not in known:
                yield RowProblem(good.number, _("This parent is in no row."), "parent")
            seen.setdefault(number, good.number)

    return find


def _applier(scheme: Scheme) -> Callable[..., dict[str, int]]:
    def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
        loaded = load_classification(scheme=scheme, entries=[good.row.as_entry() for good in rows], by=by)
        progress(len(rows))
        return {"added": loaded.added, "changed": loaded.changed}

    return apply_rows


def _exporter(scheme: Scheme) -> Callable[[Any], Iterable[Sequence[Any]]]:
    def export_rows(_user: Any) -> Iterable[Sequence[Any]]:
        for one in ClassificationCode.objects.filter(scheme=scheme).order_by("code").iterator():
            yield one.code, one.label, one.parent_code, *(one.labels.get(language, "") for language in LANGUAGES)

    return export_rows


KINDS = [kind_of(scheme) for scheme in Scheme]
