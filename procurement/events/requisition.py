"""What happens to a request, its lines, its approval and its templates."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class RequisitionCreated:
    title: str


@dataclass(frozen=True)
class RequisitionChanged:
    fields: list[str]


@dataclass(frozen=True)
class RequisitionSubmitted:
    total: Decimal
    currency: str
    approvers: list[str]
    flags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RequisitionRecalled:
    comment: str


@dataclass(frozen=True)
class RequisitionReturned:
    comment: str


@dataclass(frozen=True)
class RequisitionStepApproved:
    step: str
    comment: str
    for_whom: str = ""


@dataclass(frozen=True)
class RequisitionApproved:
    """The last approval was given; `routes` is line position → route."""

    total: Decimal
    currency: str
    routes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LineRejected:
    """An approver left a line out and let the others pass."""

    position: int
    description: str
    reason: str


@dataclass(frozen=True)
class ApproverAdded:
    """An approver asked one more person, at once or after himself."""

    name: str
    reason: str = ""
    after: bool = False


@dataclass(frozen=True)
class WatcherAdded:
    name: str


@dataclass(frozen=True)
class ApprovalEscalated:
    """An approval was overdue: the head of whoever had it may decide as well from now on."""

    step: str
    from_whom: str
    to_whom: str
    to_id: int


@dataclass(frozen=True)
class RequisitionRevised:
    """Approved lines were given other amounts; `again`: it grew so far that it is approved anew."""

    before: Decimal
    after: Decimal
    currency: str
    reason: str
    again: bool


@dataclass(frozen=True)
class RequisitionReminded:
    """The requester reminded whoever has it."""

    people: list[int]
    names: str


@dataclass(frozen=True)
class RequisitionRated:
    score: int
    comment: str = ""


@dataclass(frozen=True)
class RequisitionMailed:
    """A draft was made from its requester's e-mail."""

    message_id: str


@dataclass(frozen=True)
class TemplateKept:
    name: str


@dataclass(frozen=True)
class TemplateDeleted:
    name: str


@dataclass(frozen=True)
class RequisitionRejected:
    comment: str


@dataclass(frozen=True)
class RequisitionCancelled:
    comment: str


@dataclass(frozen=True)
class RequisitionCompleted:
    pass


@dataclass(frozen=True)
class LineRouted:
    """A line has its route; later stages serve those that are theirs."""

    line_id: int
    position: int
    route: str
    reason: str = ""


@dataclass(frozen=True)
class LineProgressed:
    position: int
    stage: str
    reference: str = ""


@dataclass(frozen=True)
class LineReceived:
    """So much of a line is here by now."""

    position: int
    quantity: Decimal
    unit: str


@dataclass(frozen=True)
class LineStepUndone:
    """A step of a line was taken back by the stage that had reported it."""

    position: int
    stage: str
    reason: str = ""
