"""Portfolio, categories, strategies, supply plans, cycles."""

from procurement.api.category import CategoryTreeViewSet, ClassificationCodeViewSet
from procurement.api.criterion import (
    AxisViewSet,
    ConsensusViewSet,
    CriterionViewSet,
    ScoreViewSet,
    WeighingViewSet,
)
from procurement.api.cycle import CycleViewSet
from procurement.api.position import MeasurementViewSet, PositionViewSet
from procurement.api.power import PowerScoreViewSet
from procurement.api.strategy import StrategyViewSet
from procurement.api.supply_plan import SupplyPlanViewSet
from procurement.api.target import CategoryTargetViewSet
from srm.api.routers import Router

router = Router()
router.register("positions", PositionViewSet)
router.register("measurements", MeasurementViewSet)
router.register("criteria", CriterionViewSet)
router.register("category-tree", CategoryTreeViewSet, basename="category-tree")
router.register("classification-codes", ClassificationCodeViewSet, basename="classification-code")
router.register("axes", AxisViewSet, basename="axis")
router.register("weighings", WeighingViewSet, basename="weighing")
router.register("consensuses", ConsensusViewSet, basename="consensus")
router.register("scores", ScoreViewSet, basename="score")
router.register("strategies", StrategyViewSet)
router.register("category-targets", CategoryTargetViewSet, basename="category-target")
router.register("power-scores", PowerScoreViewSet, basename="power-score")
router.register("supply-plans", SupplyPlanViewSet, basename="supply-plan")
router.register("cycles", CycleViewSet)
