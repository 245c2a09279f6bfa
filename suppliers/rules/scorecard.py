"""A supplier's scorecard: the weighted mean of what is known, its coverage and its band.

No data is unknown, never full marks: a criterion without a score leaves the mean, the other weights are
renormalised, and ``coverage`` says how much of the weight had data. Scores run from 0 to 100.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from srm.money.exact import CalcError, exact, fixed_text, half_up, round_down

PLACES = 2


@dataclass(frozen=True)
class Criterion:
    id: str
    weight: Fraction
    critical_below: Fraction | None


@dataclass(frozen=True)
class Band:
    id: str
    lowest_total: Fraction


@dataclass(frozen=True)
class Card:
    """The scheme that every supplier of a period is measured by; bands from the lowest up."""

    criteria: list[Criterion]
    bands: list[Band]
    min_coverage: Fraction


def compute(data: dict[str, Any]) -> dict[str, Any]:
    """The scorecards of ``suppliers`` in input order; raises CalcError on scores that mean nothing."""
    card = read_card(data)
    if faults := [*_card_faults(card, data), *_score_faults(card, data["suppliers"])]:
        raise CalcError(faults)
    return {"suppliers": [rate_supplier(card, row) for row in data["suppliers"]]}


def read_card(data: dict[str, Any]) -> Card:
    criteria = [
        Criterion(
            row["id"],
            exact(row["weight"]),
            exact(row["critical_below"]) if "critical_below" in row else None,
        )
        for row in data["criteria"]
    ]
    bands = [Band(row["id"], exact(row["from"])) for row in data["bands"]]
    return Card(criteria, sorted(bands, key=lambda band: band.lowest_total), exact(data.get("min_coverage", "0")))


def rate_supplier(card: Card, row: dict[str, Any]) -> dict[str, Any]:
    scores = {name: exact(text) for name, text in row["scores"].items() if text is not None}
    known = [criterion for criterion in card.criteria if criterion.id in scores]
    known_weight = sum((criterion.weight for criterion in known), Fraction(0))
    coverage = round_down(known_weight / sum(criterion.weight for criterion in card.criteria), PLACES)
    total = None
    if known_weight:
        total = sum(criterion.weight * scores[criterion.id] for criterion in known) / known_weight
    critical = [c.id for c in known if c.critical_below is not None and scores[c.id] < c.critical_below]
    covered_total = total if Fraction(coverage) >= card.min_coverage else None
    return {
        "id": row["id"],
        "total": None if total is None else fixed_text(total, PLACES),
        "coverage": fixed_text(coverage, PLACES),
        "band": find_band(card.bands, covered_total, has_critical=bool(critical)),
        "critical": critical,
    }


def find_band(bands: list[Band], total: Fraction | None, *, has_critical: bool) -> str | None:
    """The highest band that the total as shown reaches; a critical score always means the lowest."""
    if has_critical:
        return bands[0].id if bands else None
    if total is None:
        return None
    shown = half_up(total, PLACES)
    reached = [band.id for band in bands if band.lowest_total <= shown]
    return reached[-1] if reached else None


def _card_faults(card: Card, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not any(criterion.weight for criterion in card.criteria):
        yield "criteria", "the weights add up to nothing"
    starts = [exact(row["from"]) for row in data["bands"]]
    for index, start in enumerate(starts):
        if start in starts[:index]:
            yield f"bands[{index}].from", "another band starts there too"


def _score_faults(card: Card, suppliers: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    names = {criterion.id for criterion in card.criteria}
    for index, row in enumerate(suppliers):
        for name, text in row["scores"].items():
            path = f"suppliers[{index}].scores.{name}"
            if name not in names:
                yield path, "no such criterion"
            elif text is not None and not 0 <= exact(text) <= 100:
                yield path, f"outside 0 to 100: {text}"
