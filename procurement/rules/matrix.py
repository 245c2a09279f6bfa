"""How the matrix is drawn: where bubbles, halos, arrows and words stand on the paper. Values 0–100, lengths in units.

The picture says how sure it is: a halo reaches over a border by the share of the re-runs that end on its other side.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

BORDER = 50.0
LEAST_REACH, MOST_REACH = 4.0, 25.0
GAP = 4.0
MARGIN = 8.0  # words may reach that far beyond the field
CROWD = 100  # among more bubbles the corners give no more words, only more work
CELL = 48.0  # side of the squares by which words look for free room

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Frame:
    """A sheet of paper: its size, the margins of the field, the largest bubble and the height of words."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    most: float
    font: float

    @property
    def field(self) -> Box:
        return (self.left, self.top, self.width - self.right, self.height - self.bottom)

    def at(self, x: float, y: float) -> Point:
        """Return where a position stands on the paper; high impact is up."""
        left, top, right, bottom = self.field
        return left + x / 100 * (right - left), bottom - y / 100 * (bottom - top)

    def reach(self, x: float, y: float) -> Point:
        """Return a distance on the axes as a distance on the paper."""
        left, top, right, bottom = self.field
        return x / 100 * (right - left), y / 100 * (bottom - top)

    def radius(self, spend: float, most: float) -> float:
        """Return the radius of a bubble whose area is as large as its spend."""
        return 4 + (self.most - 4) * math.sqrt(max(spend, 0.0) / most if most > 0 else 0.0)


WIDE = Frame(width=780, height=640, left=46, right=24, top=26, bottom=40, most=24, font=12)
NARROW = Frame(width=340, height=400, left=40, right=14, top=16, bottom=36, most=15, font=12)


def points(value: Decimal) -> int:
    """Return an axis value as people read it, 0 to 100; 49.9 is low and never shown as the 50 that is high."""
    return int((value * 100).quantize(Decimal(1), ROUND_FLOOR if 49 < value * 100 < BORDER else ROUND_HALF_UP))


def halo_reach(value: float, crossing: float) -> float:
    """Return how far the halo reaches on one axis, in points, from the share of re-runs beyond the border.

    The value is taken as spread evenly over the halo: then the part of the halo that lies beyond the border is
    `crossing`. More than half beyond (the quadrant still holds by the rule of two measurements) ends at the bound.
    """
    distance = abs(value - BORDER)
    if crossing <= 0:
        return LEAST_REACH
    reach = distance / (1 - 2 * crossing) if crossing < 0.5 else MOST_REACH
    return min(max(reach, LEAST_REACH, distance + 1), MOST_REACH)


def crossings(stability: dict[str, float], quadrant: str) -> tuple[float, float]:
    """Return the shares of re-runs on the other side of the border of risk, and of impact."""
    risky, dear = {"strategic", "bottleneck"}, {"strategic", "leverage"}
    return _other_side(stability, quadrant, risky), _other_side(stability, quadrant, dear)


def _other_side(stability: dict[str, float], quadrant: str, high: set[str]) -> float:
    return math.fsum(share for name, share in stability.items() if (name in high) != (quadrant in high))


def weighted_place(places: Sequence[tuple[float, float, float]]) -> Point:
    """Return the mean place of (risk, impact, spend), weighted by spend; without any spend all count alike."""
    total = math.fsum(spend for _x, _y, spend in places)
    weights = [spend if total > 0 else 1.0 for _x, _y, spend in places]
    whole = math.fsum(weights)
    return (
        math.fsum(x * w for (x, _y, _s), w in zip(places, weights, strict=True)) / whole,
        math.fsum(y * w for (_x, y, _s), w in zip(places, weights, strict=True)) / whole,
    )


def arrow(start: Point, end: Point, radius: float) -> tuple[Point, tuple[Point, Point, Point]] | None:
    """Return where an arrow's line ends at the bubble's edge, and its head; None when there is no room for one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    free = length - radius - 2
    if free < 9:
        return None
    ux, uy = dx / length, dy / length
    tip = (start[0] + ux * free, start[1] + uy * free)
    neck = (tip[0] - ux * 8, tip[1] - uy * 8)
    return neck, (tip, (neck[0] - uy * 4, neck[1] + ux * 4), (neck[0] + uy * 4, neck[1] - ux * 4))


def along(start: Point, end: Point) -> list[Box]:
    """Return small boxes along a line, which words keep clear of."""
    steps = max(1, int(math.dist(start, end) // 8))
    points = ((start[0] + (end[0] - start[0]) * n / steps, start[1] + (end[1] - start[1]) * n / steps)
              for n in range(steps + 1))  # fmt: skip
    return [(x - 4, y - 4, x + 4, y + 4) for x, y in points]


@dataclass(frozen=True)
class Word:
    """A label beside a bubble: where it starts, and from which side it is set."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Dot:
    """What a label belongs to: its centre, radius and text; the first in the list find room first."""

    x: float
    y: float
    radius: float
    text: str


def place_words(dots: Sequence[Dot], frame: Frame, taken: Iterable[Box] = ()) -> list[Word | None]:
    """Return a free place for each label: beside, above, below or at a corner of its bubble; else None."""
    room = _Room(frame)
    for box in taken:
        room.take(box)
    for dot in dots:
        room.take((dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius))
    return [_word(dot, frame, room, corners=len(dots) <= CROWD) for dot in dots]


def _word(dot: Dot, frame: Frame, room: "_Room", *, corners: bool) -> Word | None:
    width, height = len(dot.text) * frame.font * 0.56, frame.font
    far, middle, slant = dot.radius + GAP, dot.y + height * 0.35, dot.radius / 2
    sides = (
        (dot.x + far, middle, "start", dot.x + far),
        (dot.x - far, middle, "end", dot.x - far - width),
        (dot.x, dot.y - far, "middle", dot.x - width / 2),
        (dot.x, dot.y + far + height * 0.8, "middle", dot.x - width / 2),
        *((dot.x + side, y, anchor, dot.x + side - back) for y in (dot.y - far, dot.y + far + height * 0.8)
          for side, anchor, back in ((-slant, "start", 0), (slant, "end", width)) if corners),
    )  # fmt: skip
    for x, y, anchor, left in sides:
        box = (left, y - height * 0.8, left + width, y + height * 0.25)
        if room.is_free(box):
            room.take(box)
            return Word(x, y, anchor)
    return None


def free_box(boxes: Sequence[Box], dots: Sequence[Dot]) -> int:
    """Return which of these boxes meets no bubble, the first that does not; else the first."""
    bubbles = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in dots]
    free = (n for n, box in enumerate(boxes) if not any(_meet(box, bubble) for bubble in bubbles))
    return next(free, 0)


class _Room:
    """The boxes taken so far, found by the squares they lie in."""

    def __init__(self, frame: Frame) -> None:
        left, top, right, bottom = frame.field
        self.field = (left - MARGIN, top - MARGIN, right + MARGIN, bottom)
        self.squares: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        field = self.field
        if left < field[0] or top < field[1] or right > field[2] or bottom > field[3]:
            return False
        for square in self._squares(box):
            for other in self.squares.get(square, ()):  # written out: 300 bubbles ask this 2,400 times a page
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        return True

    def take(self, box: Box) -> None:
        for square in self._squares(box):
            self.squares[square].append(box)

    def _squares(self, box: Box) -> list[tuple[int, int]]:
        left, right = int(box[0] // CELL), int(box[2] // CELL)
        top, bottom = int(box[1] // CELL), int(box[3] // CELL)
        if left == right and top == bottom:
            return [(left, top)]
        return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
