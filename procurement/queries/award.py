"""What an award means for the requests behind it: the sums they come to, and the budgets that pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

from procurement.models import Budget, Bundle, Requisition, RequisitionLine
from procurement.queries.budget import booked_on_lines, budget_value, budgets_of_lines, standings_of
from procurement.rules.approval import grows_too_much
from procurement.rules.budget import CENT, Standing
from procurement.rules.share import shares
from srm.clock import organisation_today
from srm.reference.services import convert

ZERO = Decimal(0)


@dataclass(frozen=True)
class AwardedRequest:
    """A request with what its lines cost by the award (in its currency, in their order), beside its other lines."""

    requisition: Requisition
    lines: tuple[RequisitionLine, ...]
    amounts: tuple[Decimal, ...]

    @property
    def growth(self) -> Decimal:
        return sum(self.amounts, ZERO) - sum((line.amount for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        """What the whole request comes to: what is awarded cheaper stays as approved until it is ordered."""
        return self.requisition.total + max(self.growth, ZERO)

    @property
    def asks_again(self) -> bool:
        """Whether it grows so far that it has to be approved again."""
        return self.growth > 0 and beyond_tolerance(self.requisition, self.total)


@dataclass(frozen=True)
class AwardedBudget:
    """A budget as it stands, and what the award takes from it beyond what is held for the lines."""

    budget: Budget
    now: Standing
    this: Decimal


def awarded_requests(bundle: Bundle, amount: Decimal, currency: str) -> list[AwardedRequest]:
    """Return the requests behind a bundle as an award makes them; it is laid on their lines as the estimates are.

    Stock that a line takes is not bought: it keeps its price. Refused when a rate is missing.
    """
    lines = list(bundle.lines.kept().select_related("requisition__cost_centre", "category").order_by("pk"))
    today = organisation_today()
    bought = [convert(_bought(line), line.requisition.currency, bundle.currency, today)[0] for line in lines]
    parts = shares(convert(amount, currency, bundle.currency, today)[0], bought, CENT)
    found: dict[int, list[tuple[RequisitionLine, Decimal]]] = {}
    for line, part in zip(lines, parts, strict=True):
        cost = convert(part, bundle.currency, line.requisition.currency, today)[0] + line.amount - _bought(line)
        found.setdefault(line.requisition_id, []).append((line, cost))
    return [
        AwardedRequest(rows[0][0].requisition, *(tuple(column) for column in zip(*rows, strict=True)))
        for _pk, rows in sorted(found.items())
    ]


def awarded_budgets(requests: Sequence[AwardedRequest]) -> list[AwardedBudget]:
    """Return the budgets that pay for an award, with what stands on them; a few queries."""
    more = wanted_beyond(requests)
    return [AwardedBudget(row.budget, row.standing, max(more[row.budget], ZERO)) for row in standings_of(more)]


def wanted_beyond(requests: Sequence[AwardedRequest]) -> dict[Budget, Decimal]:
    """Return by budget what an award needs beyond what is held for its lines."""
    rows = [(line, cost) for request in requests for line, cost in zip(request.lines, request.amounts, strict=True)]
    held = booked_on_lines(line for line, _cost in rows)
    today, wanted = organisation_today(), dict[Budget, Decimal]()
    for (line, cost), budget in zip(rows, budgets_of_lines(line for line, _cost in rows), strict=True):
        if budget:
            value = budget_value(budget, cost, line.requisition.currency, today, line.tax_rate)[0]
            wanted[budget] = wanted.get(budget, ZERO) + value - held.get(line.pk, ZERO)
    return wanted


def beyond_tolerance(requisition: Requisition, total: Decimal) -> bool:
    """Tell whether a total (of the request's currency) has grown too far beyond what was approved."""
    approved = requisition.approved_total or requisition.base_total
    base = (total * requisition.base_rate).quantize(CENT, ROUND_HALF_UP)
    return grows_too_much(approved, base, Decimal(settings.APPROVAL_TOLERANCE_PERCENT))


def _bought(line: RequisitionLine) -> Decimal:
    """What of a line's amount is not from stock."""
    stock = min(line.from_stock, line.quantity)
    return (line.amount * (line.quantity - stock) / line.quantity).quantize(CENT, ROUND_HALF_UP)
