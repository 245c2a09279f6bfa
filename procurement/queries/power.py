"""Our strength and the market's in a category, as the second step weighs them."""

from dataclasses import dataclass
from typing import Any

from procurement.models import PowerScore
from procurement.rules.power import FACTORS, Balance, Direction, Level, Side, direction_of, weigh
from procurement.states import DIRECTION_WHY, LEVEL_WORDS, PowerFactor
from procurement.states import Direction as Directions
from srm.reference.models import Category


@dataclass(frozen=True)
class FactorRow:
    """One factor with its score, if somebody gave one."""

    factor: str
    label: str
    score: PowerScore | None

    @property
    def bar(self) -> int | None:
        return round((self.score.score - 1) * 25) if self.score else None


@dataclass(frozen=True)
class Field:
    """One field of the 3 × 3; `here`: the category stands in it."""

    direction: str
    label: str
    here: bool


@dataclass(frozen=True)
class SecondStep:
    """Both sides with their factors, the 3 × 3 (rows from high to low strength of ours), and the direction."""

    balance: Balance
    ours: list[FactorRow]
    market: list[FactorRow]
    fields: list[tuple[Any, list[Field]]]

    @property
    def direction(self) -> str:
        return self.balance.direction.value if self.balance.direction else ""

    @property
    def word(self) -> str:
        return str(Directions(self.direction).label) if self.direction else ""

    @property
    def why(self) -> Any:
        return DIRECTION_WHY.get(self.direction, "")

    @property
    def heads(self) -> list[Any]:
        return [LEVEL_WORDS[level] for level in Level]


def second_step(category: Category) -> SecondStep:
    """Return the second step of a category; one query."""
    scores = {row.factor: row for row in category.power_scores.all()}
    balance = weigh({factor: row.score for factor, row in scores.items()})
    ours, market = ([FactorRow(f.value, str(PowerFactor(f.value).label), scores.get(f.value)) for f in FACTORS[side]]
                    for side in Side)  # fmt: skip
    return SecondStep(balance, ours, market, _fields(balance))


def direction_for(category: Category) -> str:
    """Return the direction the second step proposes, empty while a side is unknown."""
    direction = weigh(dict(category.power_scores.values_list("factor", "score"))).direction
    return direction.value if direction else ""


def _fields(balance: Balance) -> list[tuple[Any, list[Field]]]:
    stands = (balance.ours.level, balance.market.level)
    return [
        (LEVEL_WORDS[ours], [_field(direction_of(ours, market), here=(ours, market) == stands) for market in Level])
        for ours in reversed(Level)
    ]


def _field(direction: Direction, *, here: bool) -> Field:
    return Field(direction.value, str(Directions(direction.value).label), here)
