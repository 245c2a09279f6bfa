from dataclasses import dataclass, field
from decimal import Decimal

from procurement.events.strategy import CategoryTargetDropped as CategoryTargetDropped
from procurement.events.strategy import CategoryTargetSet as CategoryTargetSet
from procurement.events.strategy import LeverReported as LeverReported
from procurement.events.strategy import MilestoneReached as MilestoneReached
from procurement.events.strategy import PortfolioSheetMade as PortfolioSheetMade
from procurement.events.strategy import PowerScored as PowerScored
from procurement.events.strategy import StrategyApproved as StrategyApproved
from procurement.events.strategy import StrategyDrafted as StrategyDrafted
from procurement.events.strategy import StrategyOutdated as StrategyOutdated
from procurement.events.strategy import StrategyReturned as StrategyReturned
from procurement.events.strategy import StrategySubmitted as StrategySubmitted


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
class LineStepUndone:
    """A step of a line was taken back by the stage that had reported it."""

    position: int
    stage: str
    reason: str = ""


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


@dataclass(frozen=True)
class StockMoved:
    quantity: Decimal
    reason: str


@dataclass(frozen=True)
class StockReordered:
    """What ran low was asked for by itself."""

    requisition: str
    quantity: Decimal


@dataclass(frozen=True)
class TransferRequested:
    number: str
    quantity: Decimal


@dataclass(frozen=True)
class TransferIssued:
    number: str
    value: Decimal
    currency: str


@dataclass(frozen=True)
class TransferReceived:
    number: str


@dataclass(frozen=True)
class TransferCancelled:
    number: str
    reason: str


@dataclass(frozen=True)
class ArrangementRegistered:
    reference: str


@dataclass(frozen=True)
class ArrangementEnded:
    reference: str


@dataclass(frozen=True)
class ItemChanged:
    code: str
    name: str
    created: bool


@dataclass(frozen=True)
class ItemRetired:
    code: str


@dataclass(frozen=True)
class ApprovalRuleCreated:
    name: str


@dataclass(frozen=True)
class ApprovalRuleChanged:
    name: str
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ApprovalRuleDeactivated:
    name: str
    reason: str


@dataclass(frozen=True)
class CriterionScored:
    criterion: str
    score: Decimal
    reason: str


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
