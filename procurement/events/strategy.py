"""Targets, strengths and strategies of categories: what happened."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class CategoryTargetSet:
    """Where a category should come to stand: axis values 0–1, and until when (ISO, may be empty)."""

    quadrant: str
    supply_risk: Decimal
    profit_impact: Decimal
    reason: str
    due_on: str = ""


@dataclass(frozen=True)
class CategoryTargetDropped:
    reason: str


@dataclass(frozen=True)
class PowerScored:
    """Our strength and the market's were scored in some factors of a category, 1–5: by factor, with the reasons."""

    count: int
    scores: dict[str, str]
    reasons: dict[str, str]


@dataclass(frozen=True)
class PortfolioSheetMade:
    """Somebody puts the matrix on paper, as narrowed by `look`."""

    look: dict[str, str]


@dataclass(frozen=True)
class StrategyDrafted:
    version: int


@dataclass(frozen=True)
class StrategySubmitted:
    version: int


@dataclass(frozen=True)
class StrategyReturned:
    comment: str


@dataclass(frozen=True)
class StrategyApproved:
    version: int
    quadrant: str
    procedure: str


@dataclass(frozen=True)
class StrategyOutdated:
    """A strategy does not fit any more: why is a code with its parameters (older rows: a sentence)."""

    reason: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StrategyStandsAgain:
    """The category came back to the quadrant for which the strategy was written."""

    version: int
    quadrant: str


@dataclass(frozen=True)
class LeverReported:
    """What a lever of a strategy has brought, as somebody measured it."""

    lever: str
    measured: str


@dataclass(frozen=True)
class MilestoneReached:
    milestone: str


@dataclass(frozen=True)
class SavingReported:
    """An award was approved: its estimate and its amount, in the organisation's currency."""

    reference: str
    estimate: Decimal
    awarded: Decimal


@dataclass(frozen=True)
class SavingWithdrawn:
    """An award that was approved came to nothing: it saved nothing either."""

    reference: str
