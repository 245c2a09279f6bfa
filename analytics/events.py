from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReviewOpened:
    cycle: str


@dataclass(frozen=True)
class CycleMeasured:
    cycle: str
    met: int
    measured: int


@dataclass(frozen=True)
class FindingAdded:
    problem: str


@dataclass(frozen=True)
class FindingDecided:
    problem: str
    action: str


@dataclass(frozen=True)
class FindingDropped:
    problem: str
    reason: str


@dataclass(frozen=True)
class ReviewClosed:
    cycle: str
    successor: str


@dataclass(frozen=True)
class SurveyOpened:
    audience: str
    closes_at: datetime
    people: int
