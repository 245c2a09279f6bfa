"""Ranking of bids by points, by a coefficient on the price, or by cost.

Sources: most economically advantageous tender, Directive 2014/24/EU art. 67 and 69 (abnormally low
tenders); the coefficient of non-price features as used by ProZorro. Everything is exact until it is shown.
"""

from itertools import groupby
from typing import Any

from srm.money.exact import CalcError, fixed_text, money_text
from tenders.rules.score.compare import Standing, compare_bids
from tenders.rules.score.faults import find_faults
from tenders.rules.score.model import Scheme, read_bid, read_scheme
from tenders.rules.score.review import review_bids
from tenders.rules.score.warnings import abnormally_low, panel_spread


def compute(data: dict[str, Any]) -> dict[str, Any]:
    """The ranking with all that explains it; raises CalcError on a scheme that cannot judge."""
    scheme = read_scheme(data)
    bids = [read_bid(row) for row in data["bids"]]
    if faults := list(find_faults(data, scheme, bids)):
        raise CalcError(faults)
    review = review_bids(scheme, bids)
    out = {row.bid for row in review.excluded}
    admitted = [bid for bid in bids if bid.id not in out]
    ranking = [] if review.open else rank(scheme, compare_bids(scheme, admitted, review))
    return {
        "ranking": ranking,
        "excluded": [{"id": row.bid, "criterion": row.criterion, "reason": row.reason} for row in review.excluded],
        "open": [{"criterion": c.id, "bids": review.open[c.id]} for c in scheme.criteria if c.id in review.open],
        "spread": panel_spread(scheme, bids),
        "abnormally_low": [] if scheme.higher_is_better else abnormally_low(admitted),
    }


def rank(scheme: Scheme, standings: list[Standing]) -> list[dict[str, Any]]:
    """Best first; bids that the tie-break cannot part share a rank (1, 1, 3) and stand by id."""

    def key(standing: Standing) -> tuple[Any, ...]:
        return tuple(_sort_value(scheme, name, standing) for name in scheme.tie_break)

    rows: list[dict[str, Any]] = []
    ordered = sorted(standings, key=lambda standing: (key(standing), standing.bid.id))
    for _, equals in groupby(ordered, key):
        position = len(rows) + 1
        rows.extend(_row(scheme, standing, position) for standing in equals)
    return rows


def _sort_value(scheme: Scheme, name: str, standing: Standing) -> Any:
    """One tie-break value, turned so that the smaller is the better."""
    if name == "received_at":
        return standing.bid.received_at
    if name == "price":
        return -standing.bid.price if scheme.higher_is_better else standing.bid.price
    highest_wins = scheme.method == "points" or scheme.higher_is_better
    return -standing.total if highest_wins else standing.total


def _row(scheme: Scheme, standing: Standing, position: int) -> dict[str, Any]:
    row: dict[str, Any] = {"id": standing.bid.id, "rank": position}
    if scheme.method == "points":
        points = {name: fixed_text(value, 2) for name, value in standing.points.items()}
        return {**row, "total": fixed_text(standing.total, 2), "points": points}
    compared = money_text(standing.total, scheme.currency)
    return {**row, "total": compared, "points": {}, "compared": compared}
