"""Placing categories on the matrix: measured and scored criteria, through the published calculation."""

from decimal import Decimal
from statistics import mean
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import CategoryPositioned, CriterionScored
from procurement.models import Criterion, CriterionScore, Position
from procurement.models.criterion import Axis
from procurement.policies.planning import may_position_category, may_score_category
from procurement.queries.cycle import current_cycle
from procurement.queries.measure import Measured, measure_all, spend_by_category
from procurement.rules import measures
from procurement.rules.kraljic.compute import compute
from procurement.services.strategy import outdate_strategy
from srm.authz import SYSTEM, person, require
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category
from suppliers.services import classify_supply, resegment

DRAWS = {"draws": 1000, "weight_spread": "0.1", "seed": 1}
HIGH_MEANS = {Axis.SUPPLY_RISK: "high_risk", Axis.PROFIT_IMPACT: "high_impact"}
CENT = Decimal("0.01")


@transaction.atomic
def score_criterion(
    *, category: Category, criterion: Criterion, score: Decimal, by: Any, reason: str = ""
) -> CriterionScore:
    """Score a category, 1–5; over a measured criterion an override that needs a reason. Records CriterionScored."""
    require(may_score_category(by, category), _("Categories are scored by category managers."))
    if not 1 <= score <= 5:
        raise Invalid({"score": _("Choose a score from 1 to 5.")})
    if criterion.measure and not reason.strip():
        raise Invalid({"reason": _("Say why the measured value does not hold.")})
    row, _created = CriterionScore.objects.update_or_create(
        category=category, criterion=criterion, scorer=by,
        defaults={"score": score, "reason": reason},
        create_defaults={"score": score, "reason": reason, "created_by": person(by)},
    )  # fmt: skip
    record(CriterionScored(criterion.code, score, reason), subject=category, by=by)
    return row


@transaction.atomic
def position_category(*, category: Category, by: Any) -> Position:
    """Measure one category and place it. Records CategoryPositioned; its suppliers are segmented anew."""
    require(may_position_category(by, category), _("Categories are positioned by category managers."))
    return _position([category], by)[0]


@transaction.atomic
def position_all(*, by: Any) -> list[Position]:
    """Measure and place every active leaf category, with one pass over the facts."""
    require(may_position_category(by), _("Categories are positioned by category managers."))
    classify_supply(by=SYSTEM)
    return _position(list(Category.objects.active().leaves().order_by("pk")), by)


def _position(categories: list[Category], by: Any) -> list[Position]:
    criteria = list(Criterion.objects.filter(is_active=True))
    measured = measure_all({c.measure for c in criteria if c.measure})
    scores = _human_scores(categories)
    spend, cycle = spend_by_category(), current_cycle()
    return [
        _place(category, criteria, measured, scores.get(category.pk, {}), spend, cycle, by) for category in categories
    ]


def _place(
    category: Any, criteria: Any, measured: Any, scored: Any, spend: Any, cycle: Any, by: Any
) -> Position:  # fmt: skip
    evidence = {c.code: _evidence(c, measured.get(c.measure, {}).get(category.pk), scored.get(c.pk)) for c in criteria}
    inputs = _inputs(category, criteria, evidence)
    found = compute(inputs)["items"][0] if inputs else {}
    before = Position.objects.select_for_update(of=("self",)).filter(category=category, is_current=True).first()
    position = Position(
        category=category, cycle=cycle, created_by=person(by), evidence=evidence, inputs=inputs,
        spend=spend.get(category.pk, Decimal(0)), **_result(found, before, criteria, evidence),
    )  # fmt: skip
    if before:
        Position.objects.filter(pk=before.pk).update(is_current=False)
    position.save()
    changed = bool(before) and before.quadrant != position.quadrant
    event = CategoryPositioned(category.code, position.quadrant, position.measured_quadrant, changed)
    record(event, subject=category, by=by)
    resegment(category=category, quadrant=position.quadrant, period=cycle.code if cycle else "", by=by)
    if changed:
        outdate_strategy(category=category, quadrant=position.quadrant, by=by)
    return position


def _result(found: dict, before: Position | None, criteria: list[Criterion], evidence: dict) -> dict[str, Any]:
    measured, stability = found.get("quadrant", ""), found.get("stability", {})
    return {
        "supply_risk": _axis(found, Axis.SUPPLY_RISK),
        "profit_impact": _axis(found, Axis.PROFIT_IMPACT),
        "measured_quadrant": measured,
        "quadrant": measures.settled_quadrant(
            measured, stability.get(measured, 0.0), before.quadrant if before else "",
            before.measured_quadrant if before else "",
        ),
        "stability": stability,
        "risk_coverage": _coverage(Axis.SUPPLY_RISK, criteria, evidence),
        "impact_coverage": _coverage(Axis.PROFIT_IMPACT, criteria, evidence),
    }  # fmt: skip


def _axis(found: dict, axis: str) -> Decimal | None:
    return Decimal(repr(found[axis])) if found else None


def _evidence(criterion: Criterion, measured: Measured | None, scored: tuple[Decimal, str, int] | None) -> dict:
    """What is known of one criterion: the measured value and score, the people's score, and which of them counts."""
    entry: dict[str, Any] = {
        "axis": criterion.axis,
        "weight": format(criterion.weight, "f"),
        "score": None,
        "source": "",
    }
    if criterion.measure and measured and measured.count >= criterion.minimum_facts:
        entry |= {
            "value": measured.value, "count": measured.count, "source": "measured",
            "score": str(measures.score(criterion.measure, measured.value, *map(float, criterion.bounds))),
        }  # fmt: skip
        entry["measured_score"] = entry["score"]
    elif measured:
        entry |= {"value": measured.value, "count": measured.count}
    if scored:
        value, reason, people = scored
        entry |= {"score": str(value), "source": "override" if criterion.measure else "scored", "reason": reason}
        entry["people"] = people
    return entry


def _human_scores(categories: list[Category]) -> dict[int, dict[int, tuple[Decimal, str, int]]]:
    grouped: dict[int, dict[int, list[CriterionScore]]] = {}
    for row in CriterionScore.objects.filter(category__in=categories).order_by("created_at"):
        grouped.setdefault(row.category_id, {}).setdefault(row.criterion_id, []).append(row)
    return {
        category: {
            criterion: (Decimal(mean(r.score for r in rows)).quantize(CENT), rows[-1].reason, len(rows))
            for criterion, rows in by_criterion.items()
        }
        for category, by_criterion in grouped.items()
    }


def _inputs(category: Category, criteria: list[Criterion], evidence: dict) -> dict[str, Any]:
    """The document for `srm calc kraljic`: only what is known counts; empty when an axis has nothing known."""
    axes, item_scores = {}, {}
    for axis in Axis.values:
        known = [c for c in criteria if c.axis == axis and evidence[c.code]["score"] is not None]
        if not known:
            return {}
        axes[axis] = {
            "low": 1, "high": 5, "high_means": HIGH_MEANS[axis], "shape": {"kind": "linear"},  # type: ignore[index]
            "criteria": [{"id": c.code, "weight": format(c.weight, "f")} for c in known],
        }  # fmt: skip
        item_scores[axis] = {c.code: evidence[c.code]["score"] for c in known}
    return {"axes": axes, "items": [{"id": category.code, "scores": item_scores}], "sensitivity": DRAWS}


def _coverage(axis: str, criteria: list[Criterion], evidence: dict) -> Decimal:
    weights = {c.code: c.weight for c in criteria if c.axis == axis}
    total = sum(weights.values(), Decimal(0))
    known = sum((w for code, w in weights.items() if evidence[code]["score"] is not None), Decimal(0))
    return (known / total).quantize(CENT) if total else Decimal(0)
