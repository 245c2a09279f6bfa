"""The comparison table of a lot: lines, totals, scores, points, ranks. Only for who may see the prices."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tenders.models import Bid, BidPrice, Criterion, Evaluation, Lot, LotItem, Score
from tenders.queries.price import Offer, lot_offers
from tenders.rules.scaling import Line
from tenders.states import CriterionKind

FAR_APART = Decimal(4)  # scorers so far apart should talk


@dataclass(frozen=True)
class Cell:
    """One line of one bid."""

    line: Line
    days: int | None
    is_best: bool


@dataclass(frozen=True)
class Points:
    """What one criterion gave one bid; `values` are the scorers' own, `far` when they lie far apart."""

    criterion: Criterion
    points: str | None
    values: list[Decimal] = field(default_factory=list)
    mean: Decimal | None = None
    far: bool = False
    is_best: bool = False


@dataclass(frozen=True)
class Column:
    """One bid."""

    bid: Bid
    offer: Offer
    rank: int | None
    total: str | None
    above_best: Decimal | None  # share above the lowest price, 0.012 is 1.2 %
    cells: list[Cell]
    scores: list[Points]
    reasons: list[str]


@dataclass(frozen=True)
class Comparison:
    """A lot's bids side by side, ranked ones first."""

    lot: Lot
    evaluation: Evaluation | None
    items: list[LotItem]
    columns: list[Column]
    criteria: list[Criterion]
    warnings: list[tuple[str, Bid]]

    @property
    def rows(self) -> list[tuple[LotItem, list[Cell]]]:
        return [(item, [c.cells[n] for c in self.columns]) for n, item in enumerate(self.items)]

    @property
    def point_rows(self) -> list[tuple[Criterion, list[Points]]]:
        return [(criterion, [c.scores[n] for c in self.columns]) for n, criterion in enumerate(self.criteria)]

    @property
    def ranked(self) -> list[Column]:
        return [column for column in self.columns if column.rank is not None]


def comparison_of(lot: Lot) -> Comparison:
    """Return the comparison of a lot with its current evaluation, if there is one."""
    evaluation = lot.evaluations.filter(is_current=True).first()
    offers, criteria = lot_offers(lot), list(lot.tender.criteria.all())
    items = list(lot.items.select_related("unit", "item"))
    scores, days = _scores(lot), _days(lot)
    columns = [_column(offer, offers, evaluation, criteria, scores, days) for offer in offers]
    columns.sort(key=lambda c: (c.rank is None, c.rank or 0, c.offer.total, c.bid.pk))
    return Comparison(lot, evaluation, items, _with_best_scores(columns), criteria, _warnings(evaluation, offers))


def _column(
    offer: Offer, offers: list[Offer], evaluation: Evaluation | None, criteria: list[Criterion],
    scores: dict[tuple[int, int], list[Decimal]], days: dict[tuple[int, str], int | None],
) -> Column:  # fmt: skip
    result: dict[str, Any] = evaluation.result if evaluation else {"ranking": [], "excluded": []}
    row = next((r for r in result["ranking"] if r["id"] == offer.bid.public_id), None)
    best = min(o.total for o in offers)
    lowest = [min(o.lines[n].unit_price for o in offers) for n in range(len(offer.lines))]
    cells = [
        Cell(line, days.get((offer.bid.pk, line.id)), is_best=line.unit_price == lowest[n])
        for n, line in enumerate(offer.lines)
    ]
    points = row["points"] if row else {}
    return Column(
        bid=offer.bid, offer=offer, rank=row["rank"] if row else None, total=row["total"] if row else None,
        above_best=(offer.total - best) / best if best else None, cells=cells,
        scores=[_points(c, points.get(c.code), scores.get((offer.bid.pk, c.pk), [])) for c in criteria],
        reasons=[r["reason"] for r in result["excluded"] if r["id"] == offer.bid.public_id],
    )  # fmt: skip


def _points(criterion: Criterion, points: str | None, values: list[Decimal]) -> Points:
    mean = sum(values, Decimal(0)) / len(values) if values else None
    far = bool(values) and max(values) - min(values) >= FAR_APART
    return Points(criterion, points, values, mean, far)


def _with_best_scores(columns: list[Column]) -> list[Column]:
    for n in range(len(columns[0].scores) if columns else 0):
        means = [c.scores[n].mean for c in columns if c.scores[n].mean is not None]
        for column in columns:
            score = column.scores[n]
            if score.mean is not None and score.mean == max(means):
                column.scores[n] = Points(
                    score.criterion, score.points, score.values, score.mean, score.far, is_best=True
                )
    return columns


def _scores(lot: Lot) -> dict[tuple[int, int], list[Decimal]]:
    found: dict[tuple[int, int], list[Decimal]] = {}
    rows = Score.objects.filter(
        sheet__tender=lot.tender, sheet__frozen_at__isnull=False, criterion__kind=CriterionKind.SCORED
    )
    for bid, criterion, value in rows.order_by("pk").values_list("bid_id", "criterion_id", "value"):
        found.setdefault((bid, criterion), []).append(value)
    return found


def _days(lot: Lot) -> dict[tuple[int, str], int | None]:
    rows = BidPrice.objects.filter(lot_item__lot=lot)
    return {(bid, item): days for bid, item, days in rows.values_list("bid_id", "lot_item__public_id", "delivery_days")}


def _warnings(evaluation: Evaluation | None, offers: list[Offer]) -> list[tuple[str, Bid]]:
    if evaluation is None:
        return []
    bids = {offer.bid.public_id: offer.bid for offer in offers}
    low = evaluation.result.get("abnormally_low", [])
    return [(row["rule"], bids[row["id"]]) for row in low if row["id"] in bids]
