"""The matrix page's content: the categories that are looked at, what is drawn of them, and what stands beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.queries.matrix import Bubble, Picture, branch_bubbles, category_bubbles, draw
from procurement.queries.portfolio import (
    Moment,
    PortfolioRow,
    QuadrantSum,
    finding,
    portfolio,
    quadrant_sums,
    since_words,
)
from procurement.rules.matrix import NARROW, WIDE, Frame
from srm.reference.models import Category

SHOWS = (
    ("near", _("Near a border"), lambda row: row.is_near_border),
    ("moved", _("Moved"), lambda row: row.has_moved),
    ("outdated", _("Strategy out of date"), lambda row: row.is_outdated),
    ("targets", _("With a target"), lambda row: row.target is not None),
    ("unplaced", _("Not placed"), lambda row: not row.is_placed),
)


@dataclass(frozen=True)
class Look:
    """What the reader chose: which part of the tree, whose, which quadrant, which moment, and what is drawn."""

    branch: str = ""
    level: int = 0
    owner: str = ""
    quadrant: str = ""
    show: str = ""
    moment: Moment = field(default_factory=Moment)
    moves: bool = True
    unsure: bool = True

    @classmethod
    def of(cls, data: Mapping[str, Any], moment: Moment, given: Mapping[str, str]) -> "Look":
        """Return the look of a checked form; `moves=0` and `unsure=0` leave something out of the picture."""
        words = {name: str(data.get(name) or "") for name in ("branch", "owner", "quadrant")}
        show = given.get("show", "")
        return cls(
            **words, level=data.get("level") or 0, show=show if show in {key for key, *_rest in SHOWS} else "",
            moment=moment, moves=given.get("moves") != "0", unsure=given.get("unsure") != "0",
        )  # fmt: skip


@dataclass(frozen=True)
class Board:
    """All rows of the look, and those that its last filter leaves."""

    look: Look
    rows: list[PortfolioRow]
    shown: list[PortfolioRow]
    sums: list[QuadrantSum]
    finding: str

    @property
    def total(self) -> Decimal:
        return sum((r.position.spend for r in self.rows), Decimal(0))

    @property
    def chips(self) -> list[tuple[str, Any, int]]:
        return [(key, label, sum(1 for r in self.rows if fits(r))) for key, label, fits in SHOWS]

    @property
    def moved(self) -> list[PortfolioRow]:
        return [r for r in self.rows if r.has_moved]

    @property
    def since(self) -> str:
        return since_words(self.rows, self.look.moment)

    @property
    def near(self) -> list[PortfolioRow]:
        return [r for r in self.rows if r.is_near_border]

    @property
    def outdated(self) -> list[PortfolioRow]:
        return [r for r in self.rows if r.is_outdated]

    @property
    def unplaced(self) -> list[PortfolioRow]:
        return [r for r in self.rows if not r.is_placed]

    @property
    def measured_at(self) -> Any:
        return max((r.position.created_at for r in self.rows), default=None)

    def bubbles(self) -> list[Bubble]:
        """Return what is drawn: categories, or branches of a level."""
        if self.look.level:
            return branch_bubbles(self.shown, self.look.level)
        return category_bubbles(self.shown, moves=self.look.moves, unsure=self.look.unsure)

    def pictures(self) -> list[Picture]:
        """Return the picture for wide paper and for a phone; none when nothing is placed."""
        bubbles = self.bubbles()
        return [draw(bubbles, self.sums, frame, self.finding) for frame in (WIDE, NARROW)] if bubbles else []

    def picture(self, frame: Frame = WIDE) -> Picture:
        """Return the one picture of a file."""
        return draw(self.bubbles(), self.sums, frame, self.finding)


def board_of(rows: Sequence[PortfolioRow], look: Look) -> Board:
    """Return the board for the rows of a moment, narrowed as the look says; one query where a branch is chosen."""
    mine = _narrowed(rows, look)
    fits = next((test for key, _label, test in SHOWS if key == look.show), lambda _row: True)
    return Board(look, mine, [r for r in mine if fits(r)], quadrant_sums(mine), finding(mine))


def board(user: Any, look: Look) -> Board:
    """Return the board a person sees."""
    return board_of(portfolio(user, look.moment), look)


def branches() -> list[Category]:
    """Return the inner nodes of the tree, in its order."""
    return list(Category.objects.filter(is_active=True, numchild__gt=0).order_by("path"))


def owners_of(rows: Sequence[PortfolioRow]) -> list[Any]:
    """Return who owns the rows' categories, by name."""
    found = {r.category.owner for r in rows if r.category.owner}
    return sorted(found, key=lambda person: person.name)


def _narrowed(rows: Sequence[PortfolioRow], look: Look) -> list[PortfolioRow]:
    path = ""
    if look.branch:
        path = Category.objects.filter(public_id=look.branch).values_list("path", flat=True).first() or "?"
    return [
        r for r in rows
        if r.category.path.startswith(path)
        and (not look.owner or str(r.category.owner_id) == look.owner)
        and (not look.quadrant or (r.position.quadrant if r.is_placed else "") == look.quadrant)
    ]  # fmt: skip
