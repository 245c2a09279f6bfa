"""Portfolio, categories, strategies, supply plans, cycles."""

from procurement.api.cycle import CycleViewSet
from procurement.api.position import CriterionViewSet, MeasurementViewSet, PositionViewSet, ScoreViewSet
from procurement.api.power import PowerScoreViewSet
from procurement.api.strategy import StrategyViewSet
from procurement.api.supply_plan import SupplyPlanViewSet
from procurement.api.target import CategoryTargetViewSet
from srm.api.routers import Router

router = Router()
router.register("positions", PositionViewSet)
router.register("measurements", MeasurementViewSet)
router.register("criteria", CriterionViewSet)
router.register("scores", ScoreViewSet, basename="score")
router.register("strategies", StrategyViewSet)
router.register("category-targets", CategoryTargetViewSet, basename="category-target")
router.register("power-scores", PowerScoreViewSet, basename="power-score")
router.register("supply-plans", SupplyPlanViewSet, basename="supply-plan")
router.register("cycles", CycleViewSet)
