"""What happens to the portfolio: scores, positions, strategies, plans and cycles."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class CriterionScored:
    criterion: str
    score: Decimal
    reason: str


@dataclass(frozen=True)
class ScoreWithdrawn:
    """A person no longer stands by his score: the measured value, or what others say, counts again."""

    criterion: str
    score: Decimal


@dataclass(frozen=True)
class CategoryPositioned:
    """A category was measured; `changed` when its quadrant is another than before."""

    category: str
    quadrant: str
    measured: str
    changed: bool


@dataclass(frozen=True)
class PortfolioMeasurementRequested:
    """Somebody asked for every category to be measured; a worker does it."""

    measurement: str


@dataclass(frozen=True)
class PortfolioMeasured:
    categories: int
    placed: int
    changed: int


@dataclass(frozen=True)
class CriterionChanged:
    """A criterion's weight, bounds or least facts were changed; `old` and `new` hold only what differs."""

    criterion: str
    old: dict[str, str]
    new: dict[str, str]


@dataclass(frozen=True)
class SupplyPlanCreated:
    number: str


@dataclass(frozen=True)
class PlanLineSet:
    category: str
    quarter: str
    amount: Decimal


@dataclass(frozen=True)
class PlanLineRemoved:
    category: str
    quarter: str


@dataclass(frozen=True)
class SupplyPlanApproved:
    number: str


@dataclass(frozen=True)
class CycleCreated:
    code: str


@dataclass(frozen=True)
class CycleStarted:
    code: str


@dataclass(frozen=True)
class CycleReviewStarted:
    code: str


@dataclass(frozen=True)
class CycleClosed:
    code: str


@dataclass(frozen=True)
class DecisionCarried:
    action: str


@dataclass(frozen=True)
class DecisionCompleted:
    action: str
