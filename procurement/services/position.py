"""Placing categories on the matrix: measured and scored criteria, through the published calculation."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import CategoryPositioned
from procurement.models import Cycle, Position
from procurement.models.criterion import Axis
from procurement.policies.planning import may_position_category
from procurement.queries.cycle import current_cycle
from procurement.queries.evidence import Yardstick, coverage_of, evidence_of, inputs_of, people_say, yardstick
from procurement.queries.measure import Readings, measure_all
from procurement.rules import measures
from procurement.rules.kraljic.together import compute_together
from procurement.services.strategy_ageing import settle_strategies
from srm.authz import person, require
from srm.clock import organisation_today, organisation_zone
from srm.events.services import record, recorded_together
from srm.reference.models import Category
from suppliers.services import resegment_all

Found = dict[str, Any]


@transaction.atomic
def position_category(*, category: Category, by: Any) -> Position:
    """Measure one category and place it. Records CategoryPositioned; its suppliers are segmented anew."""
    require(may_position_category(by, category), _("Categories are positioned by category managers."))
    return _position([category], yardstick(), by)[0]


@transaction.atomic
def position_all(*, by: Any, measured_by: Yardstick | None = None) -> list[Position]:
    """Measure and place every active leaf category, with one pass over the facts."""
    require(may_position_category(by), _("Categories are positioned by category managers."))
    return _position(list(Category.objects.active().leaves().order_by("pk")), measured_by or yardstick(), by)


def _position(categories: list[Category], measured_by: Yardstick, by: Any) -> list[Position]:
    ids = [c.pk for c in categories]
    list(Category.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk").values("pk"))
    readings = measure_all(measured_by.criteria)
    human, cycle = people_say(categories), current_cycle()
    before = {p.category_id: p for p in Position.objects.current().filter(category__in=ids)}
    positions = [
        _unplaced(category, measured_by, readings, evidence_of(category, measured_by, readings, human), cycle, by)
        for category in categories
    ]
    found, today = compute_together(p.inputs for p in positions), organisation_today()
    for position in positions:
        _place(position, found.get(position.category.code, {}), before.get(position.category_id), today)
    Position.objects.filter(pk__in=[p.pk for p in before.values()]).update(is_current=False)
    Position.objects.bulk_create(positions)
    with recorded_together():
        for position in positions:
            _follow(position, before.get(position.category_id), by)
        settle_strategies(quadrants={p.category: p.quadrant for p in positions if p.quadrant}, by=by)
        resegment_all(
            quadrants={p.category: p.quadrant for p in positions}, period=cycle.code if cycle else "",
            bought=readings.bought, by=by,
        )  # fmt: skip
    return positions


def _unplaced(
    category: Category, measured_by: Yardstick, readings: Readings, evidence: dict, cycle: Cycle | None, by: Any
) -> Position:
    return Position(
        category=category, cycle=cycle, created_by=person(by), evidence=evidence,
        inputs=inputs_of(category, measured_by, evidence), beside=readings.beside.get(category.pk, {}),
        spend=readings.spend.get(category.pk, Decimal(0)),
        risk_coverage=coverage_of(Axis.SUPPLY_RISK, measured_by, evidence),
        impact_coverage=coverage_of(Axis.PROFIT_IMPACT, measured_by, evidence),
    )  # fmt: skip


def _place(position: Position, found: Found, before: Position | None, today: date) -> None:
    position.supply_risk, position.profit_impact = _axis(found, Axis.SUPPLY_RISK), _axis(found, Axis.PROFIT_IMPACT)
    position.measured_quadrant, position.stability = found.get("quadrant", ""), found.get("stability", {})
    position.quadrant = measures.settled_quadrant(
        position.measured_quadrant, position.stability.get(position.measured_quadrant, 0.0),
        before.quadrant if before else "", before.measured_quadrant if before else "",
        anew=before is None or _says_something_new(position, before, today),
    )  # fmt: skip


def _says_something_new(position: Position, before: Position, today: date) -> bool:
    """Tell whether it rests on other facts, scores or weights than the one before, or is of a later day."""
    told = measures.rests_on(position.evidence, position.inputs)
    if told != measures.rests_on(before.evidence, before.inputs):
        return True
    return before.created_at.astimezone(organisation_zone()).date() < today


def _axis(found: Found, axis: str) -> Decimal | None:
    return Decimal(repr(found[axis])) if found else None


def _follow(position: Position, before: Position | None, by: Any) -> None:
    category, changed = position.category, bool(before) and before.quadrant != position.quadrant
    event = CategoryPositioned(category.code, position.quadrant, position.measured_quadrant, changed)
    record(event, subject=category, by=by)
