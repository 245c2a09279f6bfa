"""Scorecards: measured from supply facts, asked of people, computed by the published calculation."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.errors import Invalid
from srm.events.services import record
from suppliers.events import ScorecardComputed, SupplierRated
from suppliers.models import Rating, Scorecard, ScorecardCriterion, Supplier
from suppliers.policies.supplier import may_compute_scorecard, may_rate_supplier
from suppliers.queries import latest_scorecard
from suppliers.queries.facts import PerformanceFacts, performance_facts
from suppliers.rules import performance, scorecard

BANDS = [
    {"id": "poor", "from": "0"}, {"id": "watch", "from": "50"}, {"id": "good", "from": "70"},
    {"id": "preferred", "from": "85"},
]  # fmt: skip
MIN_COVERAGE = "0.5"


@transaction.atomic
def compute_scorecard(*, supplier: Supplier, period_from: date, period_to: date, by: Any) -> Scorecard:
    """Measure a supplier over a period; a new row each time. Records ScorecardComputed."""
    require(may_compute_scorecard(by), _("Scorecards are computed by procurement."))
    if period_to < period_from:
        raise Invalid({"period_to": _("The period must end after it starts.")})
    previous = latest_scorecard(supplier)
    before = previous.band if previous else ""
    facts = performance_facts(supplier, period_from, period_to)
    criteria = list(ScorecardCriterion.objects.filter(is_active=True))
    evidence = {c.code: _evidence(c, facts) for c in criteria}
    inputs = _inputs(supplier, criteria, evidence)
    row = scorecard.compute(inputs)["suppliers"][0] if any(c.weight for c in criteria) else _unknown(supplier)
    card = Scorecard.objects.create(
        supplier=supplier, period_from=period_from, period_to=period_to, created_by=person(by), inputs=inputs,
        total=Decimal(row["total"]) if row["total"] else None, coverage=Decimal(row["coverage"]),
        band=row["band"] or "", critical=row["critical"], scores=inputs["suppliers"][0]["scores"], facts=evidence,
    )  # fmt: skip
    record(ScorecardComputed(card.total, card.coverage, card.band, before), subject=supplier, by=by)
    return card


@transaction.atomic
def rate_supplier(
    *, supplier: Supplier, criterion: str, score: Decimal, source_key: str, by: Any, comment: str = ""
) -> Rating:
    """Say what one thinks of a supplier (0–100) on one occasion; again: changes one's mind. Records SupplierRated."""
    require(may_rate_supplier(by), _("Only our own people rate suppliers."))
    if criterion not in set(ScorecardCriterion.objects.filter(kind="survey").values_list("code", flat=True)):
        raise Invalid({"criterion": _("Choose what is asked of people.")})
    if not 0 <= score <= 100:
        raise Invalid({"score": _("Choose a score from 0 to 100.")})
    rating, _created = Rating.objects.update_or_create(
        supplier=supplier, rater=by, criterion=criterion, source_key=source_key,
        defaults={"score": score, "comment": comment},
        create_defaults={"score": score, "comment": comment, "created_by": by},
    )  # fmt: skip
    record(SupplierRated(criterion, score), subject=supplier, by=by)
    return rating


def _evidence(criterion: ScorecardCriterion, facts: PerformanceFacts) -> dict[str, Any]:
    if criterion.kind == "survey":
        mean, count = facts.ratings.get(criterion.code, (None, 0))
        return {"value": _text(mean), "count": count, "of": "ratings"}
    value, count, of = {
        "delivery": (performance.delivery_score(facts.on_time, facts.promised), facts.promised, "promised lines"),
        "quality": (performance.quality_score(facts.rejected, facts.received), facts.lines, "received lines"),
        "price": (performance.price_score(facts.own_price, facts.market_price), facts.lines, "received lines"),
    }.get(criterion.code, (None, 0, ""))
    return {"value": _text(value), "count": count, "of": of}


def _inputs(supplier: Supplier, criteria: list[ScorecardCriterion], evidence: dict[str, dict]) -> dict[str, Any]:
    rows = []
    for criterion in criteria:
        row = {"id": criterion.code, "weight": format(criterion.weight, "f"), "kind": criterion.kind}
        if criterion.critical_below is not None:
            row["critical_below"] = format(criterion.critical_below, "f")
        rows.append(row)
    scores = {code: entry["value"] for code, entry in evidence.items()}
    return {
        "criteria": rows, "bands": BANDS, "min_coverage": MIN_COVERAGE,
        "suppliers": [{"id": supplier.number, "scores": scores}],
    }  # fmt: skip


def _unknown(supplier: Supplier) -> dict[str, Any]:
    return {"id": supplier.number, "total": None, "coverage": "0.00", "band": None, "critical": []}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value.quantize(Decimal("0.01")), "f")
