"""The matrix as a picture: what is drawn for each category, and where, for the page, the file and the paper alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.queries.portfolio import PortfolioRow, QuadrantSum, halo_of
from procurement.rules.kraljic.axes import quadrant_of
from procurement.rules.matrix import Box, Dot, Frame, Point, Word, along, arrow, free_box, place_words, weighted_place
from procurement.states import Quadrant
from srm.reference.models import Category
from srm.ui import formats

CORNERS = {
    Quadrant.LEVERAGE: (0, 50), Quadrant.STRATEGIC: (50, 50), Quadrant.ROUTINE: (0, 0), Quadrant.BOTTLENECK: (50, 0),
}  # fmt: skip
TONES = {
    Quadrant.STRATEGIC: "#7a4fb5", Quadrant.LEVERAGE: "#1d7f4e", Quadrant.BOTTLENECK: "#b4412d",
    Quadrant.ROUTINE: "#5c6b7a",
}  # fmt: skip
CAPTION_STEPS = 10  # places along an edge that a quadrant's word may take
SOMEWHERE = "somewhere"
MILLION, THOUSAND = Decimal(1_000_000), Decimal(1_000)


@dataclass(frozen=True)
class Bubble:
    """What is drawn: a category, or a whole branch of the tree at the mean of its categories."""

    label: str
    url: str
    quadrant: str
    place: Point
    spend: float
    says: str
    reach: Point | None = None
    before: Point | None = None
    target: Point | None = None
    set_url: str = ""
    first: bool = False

    @property
    def tone(self) -> str:
        return TONES[Quadrant(self.quadrant)]


@dataclass(frozen=True)
class Words:
    """What is looked up once for all bubbles: hundreds of look-ups of the same would be a tenth of the page."""

    says: str
    quadrants: dict[str, str]
    url: str

    @classmethod
    def now(cls) -> "Words":
        """Return them in the reader's language."""
        says = _(
            "%(category)s: %(quadrant)s in %(share)s of re-runs, risk %(risk)s, impact %(impact)s, spend %(spend)s"
        )
        quadrants = {q.value: str(q.label) for q in Quadrant}
        return cls(says, quadrants, reverse("procurement:category-detail", args=[SOMEWHERE]))


@dataclass(frozen=True)
class Mark:
    """A bubble on the paper."""

    bubble: Bubble
    x: float
    y: float
    radius: float
    halo: Point | None
    start: Point | None
    neck: Point | None
    head: str
    target: Point | None
    word: Word | None


@dataclass(frozen=True)
class Corner:
    """A quadrant's field with its word, what it holds, and where both are written."""

    quadrant: str
    word: str
    sums: str
    x: float
    y: float
    width: float
    height: float
    text_x: float
    text_y: float
    anchor: str
    tone: str


@dataclass(frozen=True)
class Tick:
    """A number at an axis."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Picture:
    """Everything a template needs to draw the matrix, and nothing to compute."""

    frame: Frame
    corners: list[Corner]
    marks: list[Mark]
    title: str

    @property
    def ticks(self) -> list[Tick]:
        """The numbers 0, 50 and 100 along both axes."""
        places = [(value, *_even(self.frame.at(value, value))) for value in (0, 50, 100)]
        left, _top, _right, bottom = self.frame.field
        foot = [Tick(str(v), x, bottom + self.frame.font + 4, "middle" if v < 100 else "end") for v, x, _y in places]
        return foot + [Tick(str(v), left - 5, y + (4 if v < 100 else 10), "end") for v, _x, y in places]

    @property
    def middle_x(self) -> float:
        return self.frame.at(50, 50)[0]

    @property
    def middle_y(self) -> float:
        return self.frame.at(50, 50)[1]

    @property
    def foot(self) -> float:
        return self.frame.height - 5


def category_bubbles(rows: Sequence[PortfolioRow], *, moves: bool = True, unsure: bool = True) -> list[Bubble]:
    """Return a bubble for every placed category."""
    words = Words.now()
    return [_bubble(r, words, moves=moves, unsure=unsure) for r in rows if r.is_placed]


def branch_bubbles(rows: Sequence[PortfolioRow], level: int) -> list[Bubble]:
    """Return one bubble for each branch at a level of the tree: the mean of its categories, weighted by spend."""
    found: dict[str, list[PortfolioRow]] = {}
    for row in rows:
        if row.is_placed:
            found.setdefault(row.category.path[: level * Category.steplen], []).append(row)
    names = {c.path: c for c in Category.objects.filter(path__in=found)}
    bubbles = [_branch(names[path], mine) for path, mine in found.items() if path in names]
    return sorted(bubbles, key=lambda b: -b.spend)


def draw(bubbles: Sequence[Bubble], sums: Sequence[QuadrantSum], frame: Frame, title: str) -> Picture:
    """Place everything on the paper: large bubbles under small ones, words where they do not meet."""
    most = max((b.spend for b in bubbles), default=0.0)
    wanted = sorted(bubbles, key=lambda b: (not b.first, -b.spend))
    dots = [Dot(*frame.at(*b.place), frame.radius(b.spend, most), b.label) for b in wanted]
    corners = [_free_corner(frame, s, dots) for s in sums if s.quadrant]
    lines = [box for b, dot in zip(wanted, dots, strict=True) for end in (b.before, b.target) if end
             for box in along(frame.at(*end), (dot.x, dot.y))]  # fmt: skip
    rings = [_around(frame.at(*b.target), dot.radius) for b, dot in zip(wanted, dots, strict=True) if b.target]
    words = place_words(dots, frame, [*(_written(c, frame) for c in corners), *lines, *rings])
    marks = [_mark(frame, *of) for of in zip(wanted, dots, words, strict=True)]
    return Picture(frame, corners, sorted(marks, key=lambda m: -m.radius), title)


def _bubble(row: PortfolioRow, words: Words, *, moves: bool, unsure: bool) -> Bubble:
    position, before, target = row.position, row.before, row.target
    moved = moves and row.has_moved and before is not None and before.supply_risk is not None
    url = words.url.replace(SOMEWHERE, row.category.public_id)
    return Bubble(
        label=str(row.category), url=url, quadrant=position.quadrant,
        place=_place(position), spend=float(position.spend), says=_says(row, words),
        reach=halo_of(position) if unsure and row.is_near_border else None,
        before=_place(before) if moved else None, target=_place(target) if target else None,
        set_url=f"{url}target/",
        first=row.is_near_border or row.is_changed,
    )  # fmt: skip


def _branch(category: Category, rows: list[PortfolioRow]) -> Bubble:
    place = weighted_place([(*_place(r.position), float(r.position.spend)) for r in rows])
    spend = sum((r.position.spend for r in rows), Decimal(0))
    count = ngettext("%(n)d category", "%(n)d categories", len(rows)) % {"n": len(rows)}
    return Bubble(
        label=str(category), url=f"{reverse('procurement:portfolio')}?branch={category.public_id}", place=place,
        quadrant=quadrant_of(risk_is_high=place[0] >= 50, impact_is_high=place[1] >= 50).value, spend=float(spend),
        says=f"{category}: {count}, {formats.number(spend, 0)}",
    )  # fmt: skip


def _place(position: Any) -> Point:
    return float(position.supply_risk) * 100, float(position.profit_impact) * 100


def _says(row: PortfolioRow, words: Words) -> str:
    """The bubble in words, for the pointer and for those who do not see the picture."""
    position = row.position
    values = {
        "category": row.category, "quadrant": words.quadrants[position.quadrant], "risk": position.risk,
        "impact": position.impact, "share": f"{round(position.certainty * 100)}\u00a0%",
        "spend": formats.number(position.spend, 0),
    }  # fmt: skip
    return words.says % values


def _mark(frame: Frame, bubble: Bubble, dot: Dot, word: Word | None) -> Mark:
    end = (dot.x, dot.y)
    start = frame.at(*bubble.before) if bubble.before else None
    flight = arrow(start, end, dot.radius) if start else None
    return Mark(
        bubble, round(dot.x, 1), round(dot.y, 1), round(dot.radius, 1), halo=_halo(frame, bubble, dot),
        start=_even(start), neck=_even(flight[0]) if flight else None,
        head=" ".join(f"{x:.1f},{y:.1f}" for x, y in flight[1]) if flight else "",
        target=_even(frame.at(*bubble.target)) if bubble.target else None,
        word=Word(round(word.x, 1), round(word.y, 1), word.anchor) if word else None,
    )  # fmt: skip


def _even(point: Point | None) -> Any:
    return point and (round(point[0], 1), round(point[1], 1))


def _halo(frame: Frame, bubble: Bubble, dot: Dot) -> Point | None:
    if bubble.reach is None:
        return None
    x, y = frame.reach(*bubble.reach)
    return _even((max(x, dot.radius + 4), max(y, dot.radius + 4)))


def _around(at: Point, radius: float) -> Box:
    return at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius


def _free_corner(frame: Frame, sums: QuadrantSum, dots: Sequence[Dot]) -> Corner:
    """The field with its word in the outer corner, or further along its edges where no bubble covers it."""
    choices = [_corner(frame, sums, far=far, step=step) for far in (True, False) for step in range(CAPTION_STEPS)]
    return choices[free_box([_written(c, frame) for c in choices], dots)]


def _corner(frame: Frame, sums: QuadrantSum, *, far: bool, step: int) -> Corner:
    """A field; its word stands some steps from the outer side, at the edge far from the middle line or near it."""
    x, y = CORNERS[Quadrant(sums.quadrant)]
    left, bottom = frame.at(x, y)
    right, top = frame.at(x + 50, y + 50)
    at_top, aside = bool(y) == far, 9 + step * (right - left) * 0.6 / CAPTION_STEPS
    return Corner(
        quadrant=sums.quadrant, word=str(Quadrant(sums.quadrant).label),
        sums=f"{sums.categories} · {short(sums.spend)}", x=left + 1, y=top + 1,
        width=right - left - 2, height=bottom - top - 2, text_x=round(right - aside if x else left + aside, 1),
        text_y=top + 18 if at_top else bottom - 22, anchor="end" if x else "start",
        tone=TONES[Quadrant(sums.quadrant)],
    )  # fmt: skip


def _written(corner: Corner, frame: Frame) -> Box:
    width = max(len(corner.word), len(corner.sums)) * frame.font * 0.66
    left = corner.text_x - width if corner.anchor == "end" else corner.text_x
    return left, corner.text_y - frame.font, left + width, corner.text_y + frame.font * 1.6


def short(amount: Decimal) -> str:
    """Return an amount as it is written in a picture: “17.7 M”, “320 k”."""
    if abs(amount) >= MILLION:
        return _("%(n)s M") % {"n": formats.number(amount / MILLION, 1)}
    if abs(amount) >= THOUSAND:
        return _("%(n)s k") % {"n": formats.number(amount / THOUSAND, 0)}
    return formats.number(amount, 0)
