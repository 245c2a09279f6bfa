"""Weights from comparing criteria in pairs (the analytic hierarchy process), and how consistent the judgements are.

Source: Saaty, "The Analytic Hierarchy Process", 1980: weights are the principal eigenvector of the reciprocal matrix,
consistency index (λmax − n) / (n − 1), ratio = index / random index. A ratio over 0.10 means: judge again.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MOST_CONSISTENT = Decimal("0.10")
PRECISION = 1e-13  # the iteration ends when no weight moves by more
MOST_STEPS = 10_000
MOST_CRITERIA = 15
# Saaty's mean consistency index of random matrices, by size (1980, table 1-7).
RANDOM_INDEX = (
    0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59
)  # fmt: skip
JUDGEMENTS = tuple(str(n) for n in range(9, 1, -1)) + tuple("1" if n == 1 else f"1/{n}" for n in range(1, 10))

Pair = tuple[str, str]


@dataclass(frozen=True)
class Weighing:
    """Weights that add up to 1, the principal eigenvalue, and the consistency ratio."""

    weights: dict[str, float]
    eigenvalue: float
    ratio: float

    @property
    def shown_ratio(self) -> Decimal:
        return Decimal(repr(self.ratio)).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    @property
    def is_consistent(self) -> bool:
        """Up to 0.10, the ratio as it is shown."""
        return self.shown_ratio <= MOST_CONSISTENT


def weigh(names: Sequence[str], judgements: Mapping[Pair, Fraction]) -> Weighing:
    """Return the weights. Each pair of names is judged once, either way round: how many times more the first weighs.

    Raises ValueError for a missing or a doubled pair, a judgement outside 1/9 to 9, or too many criteria.
    """
    matrix = _matrix(names, judgements)
    vector, eigenvalue = _principal(matrix)
    size = len(names)
    index = max((eigenvalue - size) / (size - 1), 0.0) if size > 1 else 0.0
    ratio = index / RANDOM_INDEX[size] if RANDOM_INDEX[size] else 0.0
    return Weighing(dict(zip(names, vector, strict=True)), eigenvalue, ratio)


def least_consistent(names: Sequence[str], judgements: Mapping[Pair, Fraction]) -> Pair:
    """Return the judged pair that is furthest from what the weights say of it: the one to think of again."""
    weights = weigh(names, judgements).weights

    def distance(pair: Pair) -> float:
        return abs(math.log(float(judgements[pair]) * weights[pair[1]] / weights[pair[0]]))

    return max(judgements, key=lambda pair: (distance(pair), pair))


def read_judgement(text: str) -> Fraction:
    """Return a judgement written as 3 or 1/3; raises ValueError for anything but Saaty's 1/9 … 9."""
    if text not in JUDGEMENTS:
        raise ValueError(f"not a judgement of Saaty's scale: {text}")
    return Fraction(text)


def _matrix(names: Sequence[str], judgements: Mapping[Pair, Fraction]) -> list[list[float]]:
    if not 1 <= len(names) <= MOST_CRITERIA or len(set(names)) != len(names):
        raise ValueError(f"1 to {MOST_CRITERIA} different criteria are compared")
    rows = [[1.0] * len(names) for _ in names]
    place = {name: index for index, name in enumerate(names)}
    seen = {frozenset(pair) for pair in judgements}
    if len(seen) != len(judgements) or len(seen) != len(names) * (len(names) - 1) // 2:
        raise ValueError("every pair is judged once")
    for (first, second), judgement in judgements.items():
        if first not in place or second not in place or first == second:
            raise ValueError(f"not a pair of these criteria: {first}, {second}")
        if not Fraction(1, 9) <= judgement <= 9:
            raise ValueError(f"outside 1/9 to 9: {judgement}")
        rows[place[first]][place[second]] = float(judgement)
        rows[place[second]][place[first]] = float(1 / judgement)
    return rows


def _principal(matrix: list[list[float]]) -> tuple[list[float], float]:
    """The principal eigenvector (sum 1) and its eigenvalue, by power iteration; a positive matrix always has one."""
    vector = [1 / len(matrix)] * len(matrix)
    for _step in range(MOST_STEPS):
        image = [math.fsum(a * v for a, v in zip(row, vector, strict=True)) for row in matrix]
        total = math.fsum(image)
        following = [value / total for value in image]
        moved = max(abs(a - b) for a, b in zip(following, vector, strict=True))
        vector = following
        if moved < PRECISION:
            break
    return vector, math.fsum(math.fsum(a * v for a, v in zip(row, vector, strict=True)) for row in matrix)
