"""What happens to the criteria, the tree and what people say of a category."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ConsensusRecorded:
    """Several assessors agreed; their own scores stay beside it."""

    criterion: str
    score: Decimal
    reason: str
    people: int


@dataclass(frozen=True)
class ConsensusLifted:
    """What was agreed on holds no longer: people's own scores, or the measured value, count again."""

    criterion: str
    score: Decimal


@dataclass(frozen=True)
class CategoryAdded:
    category: str
    name: str


@dataclass(frozen=True)
class CategoryChanged:
    """Name, owner, use, codes or policy of a category were changed; `fields` are what."""

    category: str
    fields: list[str]


@dataclass(frozen=True)
class CategoryMoved:
    """A category, with what is under it, hangs under another parent: their codes, empty for the root."""

    category: str
    parent: str
    was: str


@dataclass(frozen=True)
class CriterionAdded:
    criterion: str
    axis: str
    weight: Decimal
    measure: str


@dataclass(frozen=True)
class AxisScaleChanged:
    """An axis is scored or valued otherwise from now on; `old` and `new` hold only what differs."""

    axis: str
    old: dict[str, str]
    new: dict[str, str]


@dataclass(frozen=True)
class AxisWeighed:
    """The weights of an axis were found by comparing its criteria in pairs."""

    axis: str
    consistency_ratio: Decimal
    weights: dict[str, str]
