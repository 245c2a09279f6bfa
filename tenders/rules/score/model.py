"""What a scoring decision is made from, read from checked input into exact values."""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from srm.money.exact import exact

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Criterion:
    """One line of the evaluation scheme; ``kind`` is price, scored or pass_fail."""

    id: str
    kind: str
    weight: Fraction = NOTHING
    max_score: Fraction = NOTHING
    min_score: Fraction | None = None
    aggregate: str = ""


@dataclass(frozen=True)
class Bid:
    id: str
    price: Fraction
    received_at: datetime
    scores: dict[str, dict[str, Fraction]]
    answers: dict[str, bool]
    features: dict[str, Fraction]
    addition: Fraction


@dataclass(frozen=True)
class Scheme:
    """The rules a tender was published with."""

    currency: str
    method: str
    price_formula: str | None
    ceiling: Fraction | None
    criteria: list[Criterion]
    features: dict[str, Fraction]
    higher_is_better: bool
    criterion_places: int | None
    total_places: int | None
    tie_break: list[str]

    @property
    def scored(self) -> list[Criterion]:
        return [criterion for criterion in self.criteria if criterion.kind == "scored"]


@dataclass(frozen=True)
class Exclusion:
    bid: str
    criterion: str
    reason: str


@dataclass
class Review:
    """What the criteria say before any ranking: who is out, what is undecided, and what the panel gave."""

    excluded: list[Exclusion] = field(default_factory=list)
    open: dict[str, list[str]] = field(default_factory=dict)
    panel: dict[tuple[str, str], Fraction] = field(default_factory=dict)


def read_scheme(data: dict[str, Any]) -> Scheme:
    rounding = data.get("rounding", {})
    return Scheme(
        currency=data["currency"],
        method=data["method"],
        price_formula=data.get("price_formula"),
        ceiling=exact(data["ceiling"]) if "ceiling" in data else None,
        criteria=[_read_criterion(row) for row in data["criteria"]],
        features={row["id"]: exact(row["max"]) for row in data.get("features", [])},
        higher_is_better=data.get("better", "lower") == "higher",
        criterion_places=rounding.get("criterion"),
        total_places=rounding.get("total"),
        tie_break=data["tie_break"],
    )


def _read_criterion(row: dict[str, Any]) -> Criterion:
    return Criterion(
        id=row["id"],
        kind=row["kind"],
        weight=exact(row.get("weight", "0")),
        max_score=exact(row.get("max_score", "0")),
        min_score=exact(row["min_score"]) if "min_score" in row else None,
        aggregate=row.get("aggregate", ""),
    )


def read_bid(row: dict[str, Any]) -> Bid:
    return Bid(
        id=row["id"],
        price=exact(row["price"]),
        received_at=datetime.fromisoformat(row["received_at"]),
        scores={
            criterion: {evaluator: exact(score) for evaluator, score in given.items()}
            for criterion, given in row.get("scores", {}).items()
        },
        answers=row.get("answers", {}),
        features={name: exact(chosen) for name, chosen in row.get("features", {}).items()},
        addition=exact(row.get("addition", "0")),
    )
