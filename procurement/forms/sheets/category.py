"""The category tree from a spreadsheet: names, parents, owners, and codes of public classifications."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.category import LANGUAGES
from procurement.policies.planning import may_manage_category
from procurement.queries.classification import check_codes
from procurement.rules.classification import read_codes
from procurement.services import add_category, change_category, codes_told, move_category
from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.errors import Invalid
from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.imports.words import NAMESAKES, key, words_of
from srm.reference.models import Category, Scheme


@dataclass(frozen=True)
class CategoryRow:
    """One category; an empty cell changes nothing of one that is known."""

    code: str
    name: str
    parent: str
    owner: User | None
    cpv: list[str] | None
    okpd2: list[str] | None
    unspsc: list[str] | None
    small_purchase_limit: Decimal | None
    name_ru: str
    name_uk: str

    @property
    def names(self) -> dict[str, str]:
        """What the row calls it besides English."""
        given = {"ru": self.name_ru, "uk": self.name_uk}
        return {language: name for language, name in given.items() if name}

    @property
    def codes(self) -> dict[str, list[str]]:
        given = {Scheme.CPV: self.cpv, Scheme.OKPD2: self.okpd2, Scheme.UNSPSC: self.unspsc}
        return {scheme.value: codes for scheme, codes in given.items() if codes is not None}


def references() -> dict[str, Any]:
    """Return who may own a category, by e-mail."""
    people = User.objects.filter(kind=Kind.STAFF, is_active=True)
    return {"people": {key(u.email): u for u in people}}


def read_owner(text: Any, known: Mapping[str, Any]) -> User:
    found = known["people"].get(key(text))
    if found is None:
        raise CellError(_("Nobody on the staff has this address."))
    return found


def codes_of(scheme: str) -> Any:
    """Return the parser of a column of codes."""

    def parse(text: Any, _known: Mapping[str, Any]) -> list[str]:
        checked = check_codes(scheme, read_codes(str(text)))
        if checked.wrong:
            raise CellError(codes_told(scheme, checked.wrong))
        return checked.codes

    return parse


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Tell a code that stands twice, and a parent that is neither known nor in an earlier row, or that several are."""
    known = words_of(Category.objects.all())
    seen: set[str] = set()
    for good in rows:
        row = good.row
        if key(row.code) in seen:
            yield RowProblem(good.number, _("This code stands twice."), "code")
        if key(row.parent) in known.namesakes - seen:
            yield RowProblem(good.number, NAMESAKES, "parent")
        elif row.parent and key(row.parent) not in known.keys() | seen:
            yield RowProblem(good.number, _("This parent is not known, and in no row above."), "parent")
        seen.add(key(row.code))


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Add what is new under its parent, change what is known, and move it where another parent is given."""
    counts = {"added": 0, "changed": 0, "moved": 0}
    for done, good in enumerate(rows, 1):
        row = good.row
        category = Category.objects.filter(code__iexact=row.code).first()
        with in_row(good):
            parent = _parent(row.parent)
            if category is None:
                add_category(
                    code=row.code, name=row.name, names=row.names, parent=parent, owner=row.owner, codes=row.codes,
                    small_purchase_limit=row.small_purchase_limit, by=by,
                )  # fmt: skip
                counts["added"] += 1
            else:
                change_category(category=category, codes=row.codes, by=by, **_given(row, category))
                counts["changed"] += 1
                counts["moved"] += _moved(category, parent, by)
        progress(done)
    return counts


def _parent(word: str) -> Category | None:
    """Whom the row names; read anew for each, as the rows above may have added it."""
    if not word:
        return None
    words = words_of(Category.objects.all())
    if key(word) in words.namesakes:
        raise Invalid({"parent": str(NAMESAKES)})
    found: Category = words[key(word)]
    return found


def _given(row: CategoryRow, category: Category) -> dict[str, Any]:
    """What the row says of a category that is known; an empty cell says nothing."""
    said = {
        "name": row.name,
        "names": {**category.names, **row.names},
        "owner": row.owner,
        "small_purchase_limit": row.small_purchase_limit,
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def _moved(category: Category, parent: Category | None, by: Any) -> bool:
    if parent is None or Category.objects.get_parent(category) == parent:
        return False
    move_category(category=category, parent=parent, by=by)
    return True


def export_rows(_user: Any) -> Iterable[Sequence[Any]]:
    """The tree in its order, parents before children."""
    rows = list(Category.objects.active().select_related("owner").prefetch_related("codes"))
    codes = {c.path: c.code for c in rows}
    for c in rows:
        by_scheme = {
            scheme: ", ".join(k.code for k in c.codes.all() if k.scheme == scheme) for scheme in Scheme.values
        }  # fmt: skip
        parent = codes.get(c.path[: -Category.steplen], "") if c.depth > 1 else ""
        owner = c.owner.email if c.owner else ""
        yield (
            c.code,
            c.name,
            parent,
            owner,
            *by_scheme.values(),
            c.small_purchase_limit,
            *(c.names.get(language, "") for language in LANGUAGES),
        )


KIND = ImportKind(
    key="categories", label=_("Categories"), row=CategoryRow,
    help=_("What you buy, with owners and codes of CPV, OKPD2 and UNSPSC; a known code changes or moves its category."),
    columns=(
        Column("code", _("Code"), required=True, max_length=40, aliases=("код",)),
        Column("name", _("Name"), required=True, max_length=200,
               aliases=("category", "наименование", "назва", "название")),
        Column("parent", _("Parent"), default="", max_length=200,
               aliases=("group", "родитель", "батьківська", "группа")),
        Column("owner", _("Owner"), ColumnType.REFERENCE, parse=read_owner, aliases=("e-mail", "владелец", "власник")),
        Column("cpv", _("CPV 2008"), ColumnType.REFERENCE, parse=codes_of(Scheme.CPV), aliases=("cpv",)),
        Column("okpd2", _("OKPD2"), ColumnType.REFERENCE, parse=codes_of(Scheme.OKPD2), aliases=("окпд2",)),
        Column("unspsc", _("UNSPSC"), ColumnType.REFERENCE, parse=codes_of(Scheme.UNSPSC)),
        Column("small_purchase_limit", _("Small purchases up to"), ColumnType.DECIMAL, decimals=2, minimum=0,
               aliases=("small purchase limit", "limit", "лимит", "ліміт")),
        Column("name_ru", _("Name in Russian"), default="", max_length=200, aliases=("name (ru)", "название (ru)")),
        Column("name_uk", _("Name in Ukrainian"), default="", max_length=200, aliases=("name (uk)", "назва (uk)")),
    ),
    references=references, check=find_problems, apply=apply_rows, export=export_rows,
    may_import=may_manage_category, needs_person=True,
    result_labels={"added": _("categories added"), "changed": _("categories changed"),
                   "moved": _("categories moved")},
    done_url=lambda _result: reverse("procurement:category-list"),
)  # fmt: skip
