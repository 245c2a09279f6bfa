"""Rows of the segments stage and of the cycle."""

from datetime import UTC, date, datetime
from decimal import Decimal

from procurement.models import (
    AxisScale,
    AxisWeighing,
    CategoryTarget,
    Criterion,
    CriterionScore,
    Cycle,
    CycleDecision,
    Measurement,
    PlanLine,
    Position,
    PowerScore,
    ScoreConsensus,
    Strategy,
    SupplyPlan,
)
from procurement.services import create_cycle
from procurement.states import CycleStatus, PlanStatus, Quadrant, StrategyStatus
from srm.authz import SYSTEM
from srm.reference.models import Category, ClassificationCode, Scheme
from tests.factories.reference import CategoryFactory
from tests.matrix.table import ORGANISATION, STAFF, counted, creates, lists, nouns, uncounted, verbs

MANAGERS = {"category_manager", "procurement_head"}
APPROVERS = {"procurement_head", "finance"}
HEAD = {"procurement_head"}
PERIOD = {"period_from": "2027-01-01", "period_to": "2027-03-31"}
AGREED = {"score": "3", "reason": "Talked over"}
NEW_CATEGORY = {"code": "NEW", "name": "New"}
TARGET = {"quadrant": "leverage", "reason": "Two more sources"}
POWER = {"volume_score": "4", "volume_reason": "Half of their output"}
BROUGHT = {"number": "1", "measured": "3.1 %"}
NEW_CYCLE = {"code": "2099-H1", "starts_on": "2099-01-01", "ends_on": "2099-06-30", "goals": []}


def a_category(_cast) -> Category:
    return CategoryFactory()


def a_position(_cast) -> Position:
    return Position.objects.create(
        category=CategoryFactory(), quadrant=Quadrant.LEVERAGE, measured_quadrant=Quadrant.LEVERAGE,
        supply_risk=Decimal("0.3"), profit_impact=Decimal("0.7"), stability={"leverage": 0.8}, spend=1000,
    )  # fmt: skip


def a_placed_category(cast) -> Category:
    return a_position(cast).category


def a_target(cast) -> CategoryTarget:
    return CategoryTarget.objects.create(
        category=a_placed_category(cast), supply_risk=Decimal("0.30"), profit_impact=Decimal("0.80"),
        quadrant=Quadrant.LEVERAGE, reason="Two more sources", created_by=cast.category_manager,
    )  # fmt: skip


def a_power_score(cast) -> PowerScore:
    return PowerScore.objects.create(category=a_placed_category(cast), factor="volume", score=4, reason="Half of it")


def a_category_with_target(cast) -> Category:
    return a_target(cast).category


def a_criterion(_cast) -> Criterion:
    return Criterion.objects.order_by("pk").first()


def a_strategy(cast, status=StrategyStatus.DRAFT) -> Strategy:
    category = a_placed_category(cast)
    return Strategy.objects.create(
        number=f"ST-{category.code}", category=category, version=1, status=status, quadrant=Quadrant.LEVERAGE,
        procedure="rfq", price_weight=70, minimum_bidders=3, review_on=date(2030, 1, 1), overruled_reason="By hand",
        created_by=cast.category_manager,
    )  # fmt: skip


def a_submitted_strategy(cast) -> Strategy:
    return a_strategy(cast, StrategyStatus.SUBMITTED)


def a_live_strategy(cast) -> Strategy:
    strategy = a_strategy(cast, StrategyStatus.IN_FORCE)
    strategy.levers = [{"code": "bundle", "name": "", "expected": "4 %", "owner": "", "measured": ""}]
    strategy.milestones = [{"name": "Specified", "due_on": "2030-01-01", "owner": "", "done_on": ""}]
    strategy.save()
    return strategy


def a_plan(cast) -> SupplyPlan:
    number = SupplyPlan.objects.count()
    return SupplyPlan.objects.create(
        number=f"SP-{number}", period_from=date(2027, 1, 1), period_to=date(2027, 3, 31), currency="EUR",
        status=PlanStatus.DRAFT, created_by=cast.category_manager,
    )  # fmt: skip


def a_plan_line(cast) -> dict:
    plan = a_plan(cast)
    line = PlanLine.objects.create(
        plan=plan, category=CategoryFactory(), quarter=plan.period_from, quarter_to=plan.period_to, procedure="rfq",
        needed_on=plan.period_from,
    )  # fmt: skip
    return {"public_id": plan.public_id, "position": line.pk}


def a_cycle(_cast) -> Cycle:
    number = Cycle.objects.count()
    starts_on, ends_on = date(2100 + number, 1, 1), date(2100 + number, 6, 30)
    return create_cycle(code=f"C{number}", starts_on=starts_on, ends_on=ends_on, goals=[], by=SYSTEM)


def a_decision(cast) -> dict:
    cycle = a_cycle(cast)
    Cycle.objects.filter(pk=cycle.pk).update(status=CycleStatus.RUNNING)
    decision = CycleDecision.objects.create(
        cycle=cycle, stage="needs", problem="Slow", action="Approve by rule", owner=cast.buyer, source_key="finding:1"
    )
    return {"public_id": cycle.public_id, "decision": decision.pk}


def calc_of(cast) -> dict:
    category = a_placed_category(cast)
    inputs = {"axes": {}, "items": []}
    Position.objects.filter(category=category).update(inputs=inputs)
    return {"public_id": category.public_id, "part": "input"}


def a_score(cast) -> CriterionScore:
    return CriterionScore.objects.create(
        category=CategoryFactory(), criterion=Criterion.objects.first(), scorer=cast.category_manager, score=3
    )


def a_score_of(cast) -> dict:
    score = a_score(cast)
    return {"public_id": score.category.public_id, "criterion": score.criterion.code}


def an_axis(_cast) -> AxisScale:
    return AxisScale.objects.first()


def a_scored_category(cast) -> dict:
    return {"public_id": a_placed_category(cast).public_id, "criterion": "switching"}


def a_consensus(cast) -> ScoreConsensus:
    return ScoreConsensus.objects.create(
        category=CategoryFactory(), criterion=Criterion.objects.first(), score=3, reason="Talked over",
        created_by=cast.category_manager,
    )  # fmt: skip


def a_consensus_of(cast) -> dict:
    held = a_consensus(cast)
    return {"public_id": held.category.public_id, "criterion": held.criterion.code}


def a_weighing(cast) -> AxisWeighing:
    return AxisWeighing.objects.create(axis="supply_risk", consistency_ratio=0, created_by=cast.procurement_head)


def a_measurement(_cast) -> Measurement:
    return Measurement.objects.create(finished_at=datetime(2026, 11, 1, tzinfo=UTC))


def one_more_criterion(_cast) -> Criterion:
    return Criterion.objects.create(axis="supply_risk", code=f"c{Criterion.objects.count()}", name="More", weight=1)


def a_code(_cast) -> ClassificationCode:
    number = ClassificationCode.objects.count()
    return ClassificationCode.objects.create(scheme=Scheme.CPV, code=f"{number:08}-1", label=f"Code {number}")


def a_scheme(_cast) -> dict:
    return {"scheme": Scheme.CPV}


ROWS = [
    *lists(ORGANISATION, "procurement:category-list"),
    *creates(MANAGERS, "procurement:category-create", see=ORGANISATION, data=NEW_CATEGORY),
    *nouns(ORGANISATION, a_scheme, "procurement:classification-options"),
    *verbs(STAFF, MANAGERS | {"admin"}, a_category, "api:category-tree-move", data={"parent": None}),
    *lists(STAFF, "api:classification-code-list"),
    *lists(ORGANISATION, "procurement:portfolio", "procurement:position-list", "procurement:scores-export"),
    *lists(ORGANISATION, "procurement:criterion-list", "procurement:portfolio-svg", "procurement:portfolio-xlsx"),
    *creates(ORGANISATION, "procurement:portfolio-pdf"),
    *nouns(ORGANISATION, a_placed_category, "procurement:category-target"),
    *verbs(ORGANISATION, MANAGERS, a_placed_category, "procurement:category-target", data=TARGET),
    *verbs(
        ORGANISATION, MANAGERS, a_category_with_target, "procurement:category-target-drop", data={"reason": "No money"}
    ),
    *nouns(ORGANISATION, a_placed_category, "procurement:category-power"),
    *verbs(ORGANISATION, MANAGERS, a_placed_category, "procurement:category-power", data=POWER),
    *lists(STAFF, "api:category-target-list", "api:power-score-list"),
    *creates(MANAGERS, "api:power-score-list", see=STAFF),
    *nouns(ORGANISATION, a_power_score, "api:power-score-detail"),
    *creates(MANAGERS, "api:category-target-list", see=STAFF),
    *nouns(ORGANISATION, a_target, "api:category-target-detail"),
    *verbs(ORGANISATION, MANAGERS, a_target, "api:category-target-drop", data={"reason": "No money"}),
    *lists(STAFF, "procurement:supply-plan-list", "procurement:cycle-list"),
    *lists(ORGANISATION, "procurement:strategy-list"),
    *creates(MANAGERS, "procurement:portfolio-measure", see=ORGANISATION),
    *nouns(ORGANISATION, a_placed_category, "procurement:category-detail", "procurement:category-score"),
    *nouns(ORGANISATION, a_placed_category, "procurement:strategy-create"),
    *nouns(ORGANISATION, calc_of, "procurement:category-calc"),
    *verbs(ORGANISATION, MANAGERS, a_category, "procurement:category-measure"),
    *verbs(ORGANISATION, HEAD, a_criterion, "procurement:criterion-detail", data={"weight": "0.5"}),
    *lists(HEAD, "procurement:criterion-create"),
    *creates(HEAD, "procurement:criterion-create", see=ORGANISATION),
    *verbs(ORGANISATION, MANAGERS, a_category, "procurement:category-edit", data={"name": "Steel"}),
    *verbs(ORGANISATION, HEAD, an_axis, "procurement:axis-detail", "procurement:axis-weigh"),
    *verbs(ORGANISATION, MANAGERS, a_scored_category, "procurement:category-consensus", data=AGREED),
    *nouns(ORGANISATION, a_strategy, "procurement:strategy-detail", "procurement:strategy-edit"),
    *verbs(ORGANISATION, {"category_manager"}, a_strategy, "procurement:strategy-submit"),
    *verbs(ORGANISATION, APPROVERS, a_submitted_strategy, "procurement:strategy-return", data={"reason": "Too dear"}),
    *verbs(ORGANISATION, APPROVERS, a_submitted_strategy, "procurement:strategy-approve"),
    *verbs(ORGANISATION, ORGANISATION, a_strategy, "procurement:strategy-pdf"),
    *verbs(ORGANISATION, MANAGERS, a_live_strategy, "procurement:strategy-lever", data=BROUGHT),
    *verbs(ORGANISATION, MANAGERS, a_live_strategy, "procurement:strategy-milestone", data={"number": "1"}),
    *verbs(ORGANISATION, MANAGERS, a_live_strategy, "api:strategy-report-lever", data=BROUGHT),
    *verbs(ORGANISATION, MANAGERS, a_live_strategy, "api:strategy-reach-milestone", data={"number": 1}),
    *lists(STAFF, "procurement:supply-plan-create", "procurement:cycle-create"),
    *nouns(ORGANISATION, a_plan, "procurement:supply-plan-detail"),
    *verbs(ORGANISATION, APPROVERS, a_plan, "procurement:supply-plan-approve"),
    *verbs(ORGANISATION, MANAGERS, a_plan_line, "procurement:plan-line-edit", method="GET"),
    *verbs(ORGANISATION, MANAGERS, a_plan_line, "procurement:plan-line-edit"),
    *nouns(STAFF, a_cycle, "procurement:cycle-detail"),
    *verbs(STAFF, HEAD, a_cycle, "procurement:cycle-start"),
    *verbs(STAFF, HEAD | {"buyer"}, a_decision, "procurement:decision-complete"),
    *lists(STAFF, *(f"api:{noun}-list" for noun in ("position", "measurement", "criterion", "score", "strategy"))),
    *lists(STAFF, "api:axis-list", "api:weighing-list", "api:consensus-list"),
    *lists(STAFF, "api:supply-plan-list", "api:cycle-list"),
    *nouns(ORGANISATION, a_position, "api:position-detail", "api:position-by-cycle"),
    *nouns(ORGANISATION, a_measurement, "api:measurement-detail"),
    *nouns(ORGANISATION, a_criterion, "api:criterion-detail"),
    *nouns(ORGANISATION, a_score, "api:score-detail"),
    *verbs(ORGANISATION, {"category_manager"}, a_score, "api:score-detail", method="DELETE"),
    *verbs({"category_manager"}, {"category_manager"}, a_score_of, "procurement:category-score-withdraw"),
    *nouns(ORGANISATION, an_axis, "api:axis-detail"),
    *nouns(ORGANISATION, a_consensus, "api:consensus-detail"),
    *verbs(ORGANISATION, MANAGERS, a_consensus, "api:consensus-detail", method="DELETE"),
    *verbs(ORGANISATION, MANAGERS, a_consensus_of, "procurement:category-consensus-lift"),
    *nouns(ORGANISATION, a_weighing, "api:weighing-detail"),
    *nouns(ORGANISATION, a_strategy, "api:strategy-detail"),
    *nouns(ORGANISATION, a_plan, "api:supply-plan-detail"),
    *nouns(STAFF, a_cycle, "api:cycle-detail"),
    *creates(MANAGERS, "api:position-list", "api:score-list", "api:strategy-list", see=STAFF),
    *creates(MANAGERS, "api:measurement-list", "api:consensus-list", see=STAFF),
    *creates(MANAGERS | {"admin"}, "api:category-tree-list", see=STAFF, data={"code": "NEW", "name": "New"}),
    *verbs(STAFF, MANAGERS | {"admin"}, a_category, "api:category-tree-detail", method="PATCH", data={"name": "Other"}),
    *creates(HEAD, "api:criterion-list", "api:weighing-list", see=STAFF),
    *verbs(ORGANISATION, HEAD, an_axis, "api:axis-detail", method="PATCH", data={"rho": "0.5"}),
    *creates(MANAGERS, "api:supply-plan-list", see=STAFF, data=PERIOD),
    *creates(HEAD, "api:cycle-list", see=STAFF, data=NEW_CYCLE),
    *verbs(ORGANISATION, HEAD, a_criterion, "api:criterion-detail", method="PATCH", data={"weight": "0.5"}),
    *verbs(
        ORGANISATION,
        {"category_manager"},
        a_strategy,
        "api:strategy-detail",
        method="PATCH",
        data={"contract_months": 6},
    ),
    *verbs(ORGANISATION, {"category_manager"}, a_strategy, "api:strategy-submit"),
    *verbs(ORGANISATION, APPROVERS, a_submitted_strategy, "api:strategy-send-back", data={"comment": "Too dear"}),
    *verbs(ORGANISATION, APPROVERS, a_submitted_strategy, "api:strategy-approve"),
    *verbs(ORGANISATION, APPROVERS, a_plan, "api:supply-plan-approve"),
    *verbs(ORGANISATION, MANAGERS, a_plan, "api:supply-plan-set-line"),
    *verbs(STAFF, HEAD, a_cycle, "api:cycle-start"),
    *verbs(STAFF, HEAD, a_cycle, "api:cycle-complete-decision"),
]
COUNTED = [
    *counted("buyer", a_category, "procurement:category-list"),
    *counted("buyer", a_code, "api:classification-code-list"),
    *counted("buyer", a_position, "procurement:position-list"),
    *counted("buyer", a_target, "api:category-target-list", "procurement:portfolio", "procurement:portfolio-svg"),
    *counted("buyer", a_target, "procurement:portfolio-xlsx"),
    *counted("buyer", a_power_score, "api:power-score-list"),
    *counted("buyer", a_strategy, "procurement:strategy-list"),
    *counted("buyer", a_plan, "procurement:supply-plan-list"),
    *counted("buyer", a_cycle, "procurement:cycle-list"),
    *counted("buyer", one_more_criterion, "procurement:criterion-list", "api:criterion-list"),
    *counted("buyer", a_position, "api:position-list"),
    *counted("buyer", a_measurement, "api:measurement-list"),
    *counted("buyer", a_score, "api:score-list"),
    *counted("buyer", a_consensus, "api:consensus-list"),
    *counted("buyer", a_weighing, "api:weighing-list"),
    *uncounted("an axis has one scale, and there are two axes", "api:axis-list"),
    *counted("buyer", a_strategy, "api:strategy-list"),
    *counted("buyer", a_plan, "api:supply-plan-list"),
    *counted("buyer", a_cycle, "api:cycle-list"),
]
