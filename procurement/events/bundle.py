"""What happens to bundles, and who buys what."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class BundleCreated:
    number: str
    lines: int


@dataclass(frozen=True)
class BundleConfirmed:
    number: str
    procedure: str
    reason: str = ""


@dataclass(frozen=True)
class BundleReopened:
    number: str


@dataclass(frozen=True)
class BundleSourcing:
    number: str


@dataclass(frozen=True)
class BundleReleased:
    number: str
    reason: str


@dataclass(frozen=True)
class BundleClosed:
    number: str


@dataclass(frozen=True)
class BundleCancelled:
    number: str


@dataclass(frozen=True)
class SurplusOwned:
    position: int
    surplus: Decimal
    owner: str


@dataclass(frozen=True)
class CompetenceSet:
    person: str
    category: str
    level: int


@dataclass(frozen=True)
class CompetenceEnded:
    person: str
    category: str


@dataclass(frozen=True)
class LineMoved:
    line_id: int
    source: str
    target: str


@dataclass(frozen=True)
class GatheringStarted:
    """Somebody asked for all loose lines to be gathered; a worker does it."""

    gathering: str
    lines: int


@dataclass(frozen=True)
class GatheringAdvanced:
    """A part is done; the worker goes on with the next."""

    gathering: str
    gathered: int
    lines: int


@dataclass(frozen=True)
class GatheringFinished:
    lines: int
    bundles: int
