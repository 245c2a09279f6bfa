"""The comparison as a sheet for people who go on with it in a spreadsheet."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tenders.queries.comparison import Comparison

Rows = list[list[Any]]


def comparison_sheet(comparison: Comparison) -> tuple[list[Any], Rows, dict[int, str]]:
    """Return heads, rows and the formats of the columns: lines, totals, scores, points, ranks."""
    columns = comparison.columns
    heads = [_("Line"), _("Quantity"), _("Unit"), *(c.bid.supplier.name for c in columns)]
    rows: Rows = [
        [item.description, item.quantity, str(item.unit), *(cell.line.unit_price for cell in cells)]
        for item, cells in comparison.rows
    ]
    rows.append([_("Total"), None, comparison.lot.tender.currency, *(c.offer.total for c in columns)])
    rows += [
        [criterion.name, None, _("mean score"), *(s.mean for s in scores)]
        for criterion, scores in comparison.point_rows
        if any(s.mean is not None for s in scores)
    ]
    rows += [
        [criterion.name, None, _("points of %(weight)s") % {"weight": criterion.weight}, *map(_points, scores)]
        for criterion, scores in comparison.point_rows
        if criterion.weight is not None
    ]
    rows.append([_("Total points"), None, "", *(_number(c.total) for c in columns)])
    rows.append([_("Rank"), None, "", *(c.rank for c in columns)])
    return heads, rows, {1: "quantity"}


def _points(score: Any) -> Decimal | None:
    return _number(score.points)


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
