"""What happens to budgets and to what a line is booked on."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class BudgetSet:
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class BudgetExceeded:
    """More was taken than was left: the budget only warns, or somebody had allowed it."""

    requisition: str
    wanted: Decimal
    left: Decimal
    currency: str


@dataclass(frozen=True)
class BudgetOverrunAllowed:
    requisition: str
    amount: Decimal
    currency: str
    reason: str


@dataclass(frozen=True)
class BudgetRateSet:
    currency: str
    rate: Decimal


@dataclass(frozen=True)
class BudgetCarriedOver:
    """What was open on a budget that ended went on to the next; `decision` says whose money pays for it."""

    target: str
    amount: Decimal
    currency: str
    decision: str
    reason: str


@dataclass(frozen=True)
class LineAssigned:
    position: int
    article: str
    project: str
