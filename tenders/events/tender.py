"""What happens to a tender before and after its bids; `tender` is its public id."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TenderCreated:
    tender: str
    number: str
    bundle: str = ""


@dataclass(frozen=True)
class TenderPublished:
    tender: str
    number: str
    bids_until: datetime
    frozen_sha256: str  # of the published rules: what was promised cannot be rewritten unseen
    approval_level: str = ""  # who may approve its awards, and the strategy or quadrant that says so
    approval_source: str = ""


@dataclass(frozen=True)
class SupplierAskedToBid:
    """A supplier is invited to a tender that is already published."""

    tender: str
    invitation: str


@dataclass(frozen=True)
class CommitteeSet:
    tender: str
    members: list[str]


@dataclass(frozen=True)
class ConflictDenied:
    """A committee member has declared himself free of conflicts."""

    tender: str


@dataclass(frozen=True)
class MemberReleased:
    tender: str
    member: str
    reason: str


@dataclass(frozen=True)
class TenderAmended:
    tender: str
    number: int
    reason: str


@dataclass(frozen=True)
class QuestionAsked:
    """Recorded on the question, whose asker nobody is told; only the tender is named."""

    tender: str


@dataclass(frozen=True)
class QuestionAnswered:
    tender: str
    question: str


@dataclass(frozen=True)
class FewBidsAccepted:
    """The tender goes on although fewer bids came than it asked for."""

    tender: str
    bids: int
    reason: str


@dataclass(frozen=True)
class TenderCancelled:
    tender: str
    number: str
    reason: str


@dataclass(frozen=True)
class TenderUnsuccessful:
    tender: str
    number: str
    reason: str
