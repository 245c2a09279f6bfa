"""Strategies as a sheet: one line a category; each becomes a draft that another approves. All of it or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models import Position, Strategy
from procurement.services import StrategyInput, import_strategies
from procurement.states import ApprovalLevel, AuctionFormat, Direction, Procedure, StrategyStatus
from srm.accounts.states import Role
from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.registry import Good, ImportKind, RowProblem, in_row
from srm.reference.models import Category

OPEN = (StrategyStatus.DRAFT, StrategyStatus.SUBMITTED)


@dataclass(frozen=True)
class StrategyRow:
    """One line of the sheet; an empty cell leaves what the quadrant proposes."""

    category: Category
    procedure: str
    auction_format: str
    price_weight: int | None
    minimum_bidders: int | None
    contract_months: int | None
    approval_level: str
    supplier_review_months: int | None
    direction: str
    review_on: date | None
    reason: str


def read_category(text: Any, known: Mapping[str, Any]) -> Category:
    """Return the category of a code or a name."""
    found = known["categories"].get(str(text).strip().lower())
    if found is None:
        raise CellError(_("No category has this code or name."))
    return found


def choice(choices: type[models.TextChoices]) -> Callable[[Any, Mapping[str, Any]], str]:
    """Return a reader of one of the choices, by its code or its word."""

    def read(text: Any, _known: Mapping[str, Any]) -> str:
        wanted = str(text).strip().lower()
        for value, label in choices.choices:
            if wanted in (value, str(label).lower()):
                return value
        raise CellError(_("There is no such choice."))

    return read


def references() -> dict[str, Any]:
    """Return what a code or a name means, and which categories cannot get a draft, read once for the sheet."""
    categories = list(Category.objects.active().leaves())
    words = {c.name.lower(): c for c in categories} | {c.code.lower(): c for c in categories}
    return {"categories": words}


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Tell a category that comes twice, has no place on the matrix, or a draft already."""
    ids = [good.row.category.pk for good in rows]
    placed = set(Position.objects.current().filter(category__in=ids).exclude(quadrant="").values_list(
        "category", flat=True))  # fmt: skip
    drafted = set(Strategy.objects.filter(category__in=ids, status__in=OPEN).values_list("category", flat=True))
    seen: set[int] = set()
    for good in rows:
        key, message = good.row.category.pk, None
        if key in seen:
            message = _("This category comes twice.")
        elif key not in placed:
            message = _("Place the category on the matrix first.")
        elif key in drafted:
            message = _("A draft of this strategy is open already.")
        if message:
            yield RowProblem(row=good.number, field="category", message=message)
        seen.add(key)


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Callable[[int], None]) -> dict[str, int]:
    """Draft a strategy for each line."""
    drafted = 0
    for good in rows:
        with in_row(good):
            given = [StrategyInput(good.row.category, _choices(good.row))]
            drafted += import_strategies(strategies=given, by=by)
        progress(drafted)
    return {"drafted": drafted}


def export_rows(user: Any) -> list[list[Any]]:
    """Return the newest strategy of each category under the columns, as the import takes them back."""
    newest = Strategy.objects.visible_to(user).order_by("category", "-version").distinct("category")
    return [
        [
            s.category.code, s.procedure, s.auction_format, s.price_weight, s.minimum_bidders, s.contract_months,
            s.approval_level, s.supplier_review_months, s.direction, s.review_on, s.overruled_reason,
        ]
        for s in newest.select_related("category")
    ]  # fmt: skip


def _choices(row: StrategyRow) -> dict[str, Any]:
    values = {name: value for name, value in vars(row).items() if name not in ("category", "reason")}
    given = {name: value for name, value in values.items() if value not in ("", None)}
    return given | ({"overruled_reason": row.reason} if row.reason else {})


def _number(name: str, label: Any, most: int, *aliases: str, least: int = 0) -> Column:
    return Column(
        name, label, ColumnType.INTEGER, minimum=Decimal(least), maximum=Decimal(most), aliases=aliases
    )  # fmt: skip


STRATEGIES = ImportKind(
    key="category-strategies",
    label=_("Strategies of categories"),
    row=StrategyRow,
    columns=(
        Column("category", _("Category"), ColumnType.REFERENCE, required=True, parse=read_category,
               aliases=("code", "категория", "категорія")),
        Column("procedure", _("Procedure"), ColumnType.REFERENCE, default="", parse=choice(Procedure),
               aliases=("процедура",)),
        Column("auction_format", _("Auction"), ColumnType.REFERENCE, default="", parse=choice(AuctionFormat),
               aliases=("аукцион", "аукціон")),
        _number("price_weight", _("Weight of the price, %"), 100, "вес цены, %", "вага ціни, %"),
        _number("minimum_bidders", _("Least number of bidders"), 99, "участников", "учасників", least=1),
        _number("contract_months", _("Contract length, months"), 120, "срок договора, мес.", "строк договору, міс.",
                least=1),
        Column("approval_level", _("Approval"), ColumnType.REFERENCE, default="", parse=choice(ApprovalLevel),
               aliases=("согласование", "погодження")),
        _number("supplier_review_months", _("Months between supplier reviews"), 60),
        Column("direction", _("Direction"), ColumnType.REFERENCE, default="", parse=choice(Direction),
               aliases=("направление", "напрям")),
        Column("review_on", _("Review on"), ColumnType.DATE, aliases=("пересмотр", "перегляд")),
        Column("reason", _("Reason for differing from the proposal"), default="", max_length=500,
               aliases=("причина",)),
    ),
    references=references,
    check=find_problems,
    apply=apply_rows,
    export=export_rows,
    needs_person=True,
    may_import=lambda user: user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD),
    help=_("Take the list of strategies as a sheet, change it, bring it back: each line becomes the next draft. "
           "Empty cells leave what the quadrant proposes."),
    result_labels={"drafted": _("strategies drafted")},
    done_url=lambda _result: reverse("procurement:strategy-list"),
)  # fmt: skip
