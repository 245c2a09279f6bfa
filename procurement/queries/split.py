"""Requests that look like parts of one: same requester or department, same cost centre or category."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from procurement.models import Requisition, RequisitionLine
from procurement.queries.approval import small_purchase_limit, thresholds
from procurement.rules.split import WINDOW_DAYS, Finding, Limit, Purchase, find_splits
from procurement.states import RequisitionStatus
from srm.clock import organisation_today, organisation_zone

SENT = (RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED, RequisitionStatus.DONE)
SMALL_PURCHASE = "small_purchase"  # the name of the limit that is no approval rule


@dataclass(frozen=True)
class _Sent:
    """A request sent before, with what makes it like another."""

    pk: int
    requester: int
    department: int
    cost_centre: int
    purchase: Purchase
    categories: frozenset[int]

    def is_like(self, requisition: Requisition, categories: Collection[int]) -> bool:
        same = self.requester == requisition.requester_id or self.department == requisition.department_id
        thing = self.cost_centre == requisition.cost_centre_id or not self.categories.isdisjoint(categories)
        return self.pk != requisition.pk and same and thing


def splits_of(requisition: Requisition, base_total: Decimal, categories: Collection[int]) -> list[Finding]:
    """Return what this request and its likes of the last 30 days, and of this year, pass together; three queries."""
    return _findings(requisition, base_total, categories, _sent([requisition]), _limits())


def splits_for(requisitions: Iterable[Requisition]) -> dict[int, list[Finding]]:
    """Return the findings of many sent requests by their id; four queries for any number."""
    rows = list(requisitions)
    sent, limits, categories = _sent(rows), _limits(), _categories(r.pk for r in rows)
    return {r.pk: _findings(r, r.base_total or r.total, categories.get(r.pk, ()), sent, limits) for r in rows}


def _findings(
    requisition: Requisition, base_total: Decimal, categories: Collection[int], sent: Sequence[_Sent],
    limits: Sequence[Limit],
) -> list[Finding]:  # fmt: skip
    this = Purchase(requisition.number, _day(requisition.submitted_at), base_total)
    return find_splits(this, [s.purchase for s in sent if s.is_like(requisition, categories)], limits)


def _sent(requisitions: Sequence[Requisition]) -> list[_Sent]:
    if not requisitions:
        return []
    on = min(_day(r.submitted_at) for r in requisitions)
    since = min(on - timedelta(days=WINDOW_DAYS), date(on.year, 1, 1))
    same = Q(requester__in={r.requester_id for r in requisitions})
    same |= Q(department__in={r.department_id for r in requisitions})
    rows = Requisition.objects.filter(same, status__in=SENT, submitted_at__date__gte=since).exclude(base_total=None)
    found = list(rows.order_by("submitted_at", "pk"))
    categories = _categories(r.pk for r in found)
    return [
        _Sent(
            r.pk, r.requester_id, r.department_id, r.cost_centre_id,
            Purchase(r.number, _day(r.submitted_at), r.base_total), frozenset(categories.get(r.pk, ())),
        )
        for r in found
    ]  # fmt: skip


def _categories(requisition_ids: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    lines = RequisitionLine.objects.filter(requisition__in=list(requisition_ids))
    for requisition_id, category_id in lines.values_list("requisition", "category").distinct().order_by():
        found.setdefault(requisition_id, set()).add(category_id)
    return found


def _limits() -> list[Limit]:
    limits = [Limit(name, amount, inclusive=True) for name, amount in thresholds()]
    return [Limit(SMALL_PURCHASE, small_purchase_limit()), *limits]


def _day(at: datetime | None) -> date:
    return at.astimezone(organisation_zone()).date() if at else organisation_today()
