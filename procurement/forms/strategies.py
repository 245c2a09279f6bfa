"""Strategies as a sheet: each category becomes a draft that another approves. All of it or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.strategy_rows import NONE, by_category, choices_of, has_part, lines_of, place_of, strayed
from procurement.models import Position, Strategy
from procurement.services import StrategyInput, drafting_faults, import_strategies
from procurement.states import (
    ApprovalLevel,
    Asked,
    AuctionFormat,
    Direction,
    GoalMeasure,
    Procedure,
    StrategyLever,
    StrategyStatus,
)
from srm.accounts.states import Role
from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.registry import Good, ImportKind, RowProblem, in_row
from srm.imports.words import row_of, words_of
from srm.reference.models import Category

NO_WORDS = (NONE, "–", "-", "нет", "немає")
OPEN = (StrategyStatus.DRAFT, StrategyStatus.SUBMITTED)


@dataclass(frozen=True)
class StrategyRow:
    """One line of the sheet; None is an empty cell, which leaves what the quadrant proposes."""

    category: Category
    procedure: str | None
    auction_format: str | None
    price_weight: int | None
    minimum_bidders: int | None
    contract_months: int | None
    approval_level: str | None
    supplier_review_months: int | None
    direction: str | None
    review_on: date | None
    reason: str | None
    criterion: str | None
    criterion_weight: int | None
    goal: str | None
    goal_name: str | None
    goal_start: str | None
    goal_target: str | None
    goal_by: str | None
    lever: str | None
    lever_name: str | None
    lever_expected: str | None
    lever_owner: str | None
    milestone: str | None
    milestone_due_on: date | None
    milestone_owner: str | None


def read_category(text: Any, known: Mapping[str, Any]) -> Category:
    """Return the category of a code or a name."""
    found: Category = row_of(known["categories"], text, _("No category has this code or name."))
    return found


def choice(choices: type[models.TextChoices], none: str | None = None) -> Callable[[Any, Mapping[str, Any]], str]:
    """Return a reader of one of the choices, by its code or its word; `none` is what "none" means, where it may be."""

    def read(text: Any, _known: Mapping[str, Any]) -> str:
        wanted = str(text).strip().lower()
        if none is not None and wanted in NO_WORDS:
            return none
        for value, label in choices.choices:
            if wanted in (value, str(label).lower()):
                return value
        raise CellError(_("There is no such choice."))

    return read


def references() -> dict[str, Any]:
    """Return what a code or a name means, and which categories cannot get a draft, read once for the sheet."""
    return {"categories": words_of(Category.objects.active().leaves())}


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Tell a category that has no place on the matrix or a draft already, and what its draft would be refused for."""
    groups = by_category(rows)
    ids = [lines[0].row.category.pk for lines in groups]
    placed = set(Position.objects.current().filter(category__in=ids).exclude(quadrant="").values_list(
        "category", flat=True))  # fmt: skip
    drafted = set(Strategy.objects.filter(category__in=ids, status__in=OPEN).values_list("category", flat=True))
    for lines in groups:
        key, message = lines[0].row.category.pk, None
        if key not in placed:
            message = _("Place the category on the matrix first.")
        elif key in drafted:
            message = _("A draft of this strategy is open already.")
        if message:
            yield RowProblem(row=lines[0].number, field="category", message=message)
        else:
            yield from _problems_of(lines)


def _problems_of(lines: Sequence[Good]) -> Iterable[RowProblem]:
    for good in lines[1:]:
        if not has_part(good):
            yield RowProblem(row=good.number, field="category", message=_("This category comes twice."))
    for row, field in strayed(lines):
        yield RowProblem(row=row, field=field, message=_("Only the first line of a category says this."))
    faults = drafting_faults(category=lines[0].row.category, choices=choices_of(lines))
    for path, message in faults.items():
        row, field = place_of(path, lines)
        yield RowProblem(row=row, field=field, message=message)


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Callable[[int], None]) -> dict[str, int]:
    """Draft a strategy for each category."""
    drafted = done = 0
    for lines in by_category(rows):
        with in_row(lines[0]):
            given = [StrategyInput(lines[0].row.category, choices_of(lines))]
            drafted += import_strategies(strategies=given, by=by)
        done += len(lines)
        progress(done)
    return {"drafted": drafted}


def export_rows(user: Any) -> list[list[Any]]:
    """Return the newest strategy of each category under the columns, as the import takes them back."""
    newest = Strategy.objects.visible_to(user).order_by("category", "-version").distinct("category")
    return [line for strategy in newest.select_related("category") for line in lines_of(strategy)]


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
        Column("procedure", _("Procedure"), ColumnType.REFERENCE, parse=choice(Procedure),
               aliases=("процедура",)),
        Column("auction_format", _("Auction"), ColumnType.REFERENCE, parse=choice(AuctionFormat),
               aliases=("аукцион", "аукціон")),
        _number("price_weight", _("Weight of the price, %"), 100, "вес цены, %", "вага ціни, %"),
        _number("minimum_bidders", _("Least number of bidders"), 99, "участников", "учасників", least=1),
        _number("contract_months", _("Contract length, months"), 120, "срок договора, мес.", "строк договору, міс.",
                least=1),
        Column("approval_level", _("Approval"), ColumnType.REFERENCE, parse=choice(ApprovalLevel),
               aliases=("согласование", "погодження")),
        _number("supplier_review_months", _("Months between supplier reviews"), 60),
        Column("direction", _("Direction"), ColumnType.REFERENCE, parse=choice(Direction, ""),
               aliases=("направление", "напрям")),
        Column("review_on", _("Review on"), ColumnType.DATE, aliases=("пересмотр", "перегляд")),
        Column("reason", _("Reason for differing from the proposal"), max_length=500, aliases=("причина",)),
        Column("criterion", _("Criterion besides the price"), ColumnType.REFERENCE, parse=choice(Asked, NONE)),
        _number("criterion_weight", _("Weight of the criterion, %"), 100, least=1),
        Column("goal", _("Goal"), ColumnType.REFERENCE, parse=choice(GoalMeasure, NONE)),
        Column("goal_name", _("Goal in words"), max_length=120),
        Column("goal_start", _("Goal: start"), max_length=20),
        Column("goal_target", _("Goal: target"), max_length=20),
        Column("goal_by", _("Goal: by when"), max_length=20),
        Column("lever", _("Lever"), ColumnType.REFERENCE, parse=choice(StrategyLever, NONE)),
        Column("lever_name", _("Lever in words"), max_length=120),
        Column("lever_expected", _("Lever: expected"), max_length=30),
        Column("lever_owner", _("Lever: owner"), max_length=254),
        Column("milestone", _("Milestone"), max_length=120),
        Column("milestone_due_on", _("Milestone: until"), ColumnType.DATE),
        Column("milestone_owner", _("Milestone: owner"), max_length=254),
    ),
    references=references,
    check=find_problems,
    apply=apply_rows,
    export=export_rows,
    needs_person=True,
    led_by="category",
    may_import=lambda user: user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD),
    help=_("Take the list of strategies as a sheet, change it, bring it back: each category becomes the next draft. "
           "A category's further goals, levers, milestones and criteria stand in lines of their own below its first. "
           "Empty cells leave what the quadrant proposes; “none” says that there is to be none."),
    result_labels={"drafted": _("strategies drafted")},
    done_url=lambda _result: reverse("procurement:strategy-list"),
)  # fmt: skip
