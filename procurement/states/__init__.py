from procurement.states.bundle import BUNDLE, BundleStatus
from procurement.states.cycle import CYCLE, CycleStatus, Stage
from procurement.states.document import (
    APPROVERS_AT,
    GOALS_OF,
    ApprovalLevel,
    Asked,
    GoalMeasure,
    OutdatedBy,
    StrategyLever,
    outdated_words,
)
from procurement.states.plan import PLAN, PlanStatus
from procurement.states.power import DIRECTION_WHY, LEVEL_WORDS, Direction, PowerFactor
from procurement.states.procedure import AuctionFormat, Procedure, Quadrant
from procurement.states.requisition import (
    REQUISITION,
    ApprovalStatus,
    BudgetControl,
    CarryOverDecision,
    EntryKind,
    LineStage,
    PolicyFlag,
    PriceSource,
    RequisitionStatus,
    ReservationStatus,
    Route,
)
from procurement.states.stock import MOVEMENTS
from procurement.states.strategy import STRATEGY, StrategyStatus
from procurement.states.transfer import TRANSFER, TransferStatus

__all__ = [
    "APPROVERS_AT",
    "BUNDLE",
    "CYCLE",
    "DIRECTION_WHY",
    "GOALS_OF",
    "LEVEL_WORDS",
    "MOVEMENTS",
    "PLAN",
    "REQUISITION",
    "STRATEGY",
    "TRANSFER",
    "ApprovalLevel",
    "ApprovalStatus",
    "Asked",
    "AuctionFormat",
    "BudgetControl",
    "BundleStatus",
    "CarryOverDecision",
    "CycleStatus",
    "Direction",
    "EntryKind",
    "GoalMeasure",
    "LineStage",
    "OutdatedBy",
    "PlanStatus",
    "PolicyFlag",
    "PowerFactor",
    "PriceSource",
    "Procedure",
    "Quadrant",
    "RequisitionStatus",
    "ReservationStatus",
    "Route",
    "Stage",
    "StrategyLever",
    "StrategyStatus",
    "TransferStatus",
    "outdated_words",
]
