from procurement.models.approval import ApprovalRule, ApprovalStep, ApprovalVote, RequisitionWatcher
from procurement.models.arrangement import Arrangement
from procurement.models.budget import Budget, BudgetCarryOver, BudgetEntry, BudgetOverrun, BudgetRate
from procurement.models.bundle import Bundle, BundleLine, BundlePart
from procurement.models.competence import Competence
from procurement.models.consensus import AxisWeighing, ScoreConsensus
from procurement.models.criterion import AxisScale, Criterion, CriterionScore
from procurement.models.cycle import Cycle, CycleDecision, CycleGoal
from procurement.models.gathering import Gathering
from procurement.models.measurement import Measurement
from procurement.models.plan import PlanLine, SupplyPlan
from procurement.models.position import Position
from procurement.models.power import PowerScore
from procurement.models.requisition import LineProgress, Requisition, RequisitionLine
from procurement.models.saving import AwardSaving
from procurement.models.sheet import PortfolioSheet
from procurement.models.stock import Stock, StockExpectation, StockMovement, StockReservation, StockTransfer
from procurement.models.strategy import Strategy
from procurement.models.target import CategoryTarget
from procurement.models.template import InboundMail, RequisitionRating, RequisitionTemplate, TemplateLine

__all__ = [
    "ApprovalRule",
    "ApprovalStep",
    "ApprovalVote",
    "Arrangement",
    "AwardSaving",
    "AxisScale",
    "AxisWeighing",
    "Budget",
    "BudgetCarryOver",
    "BudgetEntry",
    "BudgetOverrun",
    "BudgetRate",
    "Bundle",
    "BundleLine",
    "BundlePart",
    "CategoryTarget",
    "Competence",
    "Criterion",
    "CriterionScore",
    "Cycle",
    "CycleDecision",
    "CycleGoal",
    "Gathering",
    "InboundMail",
    "LineProgress",
    "Measurement",
    "PlanLine",
    "PortfolioSheet",
    "Position",
    "PowerScore",
    "Requisition",
    "RequisitionLine",
    "RequisitionRating",
    "RequisitionTemplate",
    "RequisitionWatcher",
    "ScoreConsensus",
    "Stock",
    "StockExpectation",
    "StockMovement",
    "StockReservation",
    "StockTransfer",
    "Strategy",
    "SupplyPlan",
    "TemplateLine",
]
