from procurement.states.bundle import BUNDLE, BundleStatus
from procurement.states.cycle import CYCLE, CycleStatus, Stage
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
    "BUNDLE",
    "CYCLE",
    "DIRECTION_WHY",
    "LEVEL_WORDS",
    "MOVEMENTS",
    "PLAN",
    "REQUISITION",
    "STRATEGY",
    "TRANSFER",
    "ApprovalStatus",
    "AuctionFormat",
    "BudgetControl",
    "BundleStatus",
    "CarryOverDecision",
    "CycleStatus",
    "Direction",
    "EntryKind",
    "LineStage",
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
    "StrategyStatus",
    "TransferStatus",
]
