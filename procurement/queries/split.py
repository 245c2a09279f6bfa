"""Requests that look like parts of one: the same people buy of the same supplier, or category and cost centre."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, QuerySet, Value

from procurement.models import ApprovalRule, Requisition, RequisitionLine
from procurement.queries.category_policy import SmallLimits
from procurement.rules.split import Finding, Limit, Purchase, find_splits
from procurement.states import RequisitionStatus
from srm.accounts.models import Department
from srm.clock import organisation_today, organisation_zone
from srm.reference.models import Category

SENT = (RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED, RequisitionStatus.DONE)
SMALL_PURCHASE, APPROVAL_LIMIT = "small_purchase", "approval_limit"  # limits that are no approval rules


@dataclass(frozen=True)
class Suspect:
    """A sent request with what it may be a part of."""

    requisition: Requisition
    findings: list[Finding]


def splits_of(requisition: Requisition, base_total: Decimal, lines: Sequence[RequisitionLine]) -> list[Finding]:
    """Return what this request (maybe a draft) and its likes pass together; at most five queries."""
    things = {_thing(line.category_id, line.supplier_id, requisition.cost_centre_id) for line in lines}
    return _Sent([requisition]).findings(requisition, base_total, {t for pair in things for t in pair})


def splits_for(requisitions: Iterable[Requisition]) -> dict[int, list[Finding]]:
    """Return the findings of many sent requests by their id; four queries for any number, at most five."""
    rows = list(requisitions)
    sent = _Sent(rows)
    others = _things([r for r in rows if r.pk not in sent.things])  # sent and turned down: not among those
    things = sent.things | others
    return {r.pk: sent.findings(r, r.base_total or r.total, things.get(r.pk, set())) for r in rows}


def suspects_of_year(on: date) -> list[Suspect]:
    """Return the requests sent this year that look split, the newest first: for the auditor; at most six queries."""
    rows = Requisition.objects.filter(status__in=SENT, submitted_at__date__gte=date(on.year, 1, 1))
    rows = rows.exclude(base_total=None).select_related("requester", "department").order_by("-submitted_at", "-pk")
    found = splits_for(listed := list(rows))
    return [Suspect(r, found[r.pk]) for r in listed if found[r.pk]]


class _Sent:
    """The requests sent before by the same people or departments, found by what makes them alike."""

    def __init__(self, requisitions: Sequence[Requisition]) -> None:
        self.rows = _sent(requisitions)
        self.things = _things(self.rows)
        self.limits, self.small = _limits(requisitions)
        self.by_buyer: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.by_thing: dict[tuple, set[int]] = defaultdict(set)
        for index, row in enumerate(self.rows):
            for buyer in _buyers(row):
                self.by_buyer[buyer].add(index)
            for thing in self.things.get(row.pk, ()):
                self.by_thing[thing].add(index)

    def findings(self, requisition: Requisition, base_total: Decimal, things: Collection[tuple]) -> list[Finding]:
        """Return what the request and its likes pass."""
        same = set().union(*(self.by_buyer.get(b, ()) for b in _buyers(requisition)))
        same &= set().union(*(self.by_thing.get(t, ()) for t in things))
        likes = [self.rows[i] for i in sorted(same) if self.rows[i].pk != requisition.pk]
        this = Purchase(requisition.number, _day(requisition.submitted_at), base_total)
        others = [Purchase(r.number, _day(r.submitted_at), r.base_total) for r in likes]
        limits = [*self.limits[requisition.department_id], *self._small_limits(things)]
        return find_splits(this, others, limits, settings.SPLIT_WINDOW_DAYS)

    def _small_limits(self, things: Collection[tuple]) -> list[Limit]:
        """What counts as a small purchase in the request's categories."""
        categories = {thing[1] for thing in things if thing[0] == "category"} or {None}
        return [Limit(SMALL_PURCHASE, amount) for amount in {self.small.amount(c) for c in categories}]


def _buyers(row: Requisition) -> tuple[tuple[str, int], ...]:
    return ("requester", row.requester_id), ("department", row.department_id)


def _thing(category: int | None, supplier: int | None, cost_centre: int | None) -> tuple[tuple, ...]:
    """What a line is bought of: one supplier, or one category for one cost centre."""
    return (
        *([("supplier", supplier)] if supplier else []),
        *([("category", category, cost_centre)] if category and cost_centre else []),
    )


def _sent(requisitions: Sequence[Requisition]) -> list[Requisition]:
    if not requisitions:
        return []
    on = min(_day(r.submitted_at) for r in requisitions)
    since = min(on - timedelta(days=settings.SPLIT_WINDOW_DAYS), date(on.year, 1, 1))
    same = Q(requester__in={r.requester_id for r in requisitions})
    same |= Q(department__in={r.department_id for r in requisitions})
    rows = Requisition.objects.filter(same, status__in=SENT, submitted_at__date__gte=since).exclude(base_total=None)
    return list(rows.order_by("submitted_at", "pk"))


def _things(requisitions: Sequence[Requisition]) -> dict[int, set[tuple]]:
    centres = {r.pk: r.cost_centre_id for r in requisitions if r.pk}
    if not centres:
        return {}
    found: dict[int, set[tuple]] = defaultdict(set)
    lines = RequisitionLine.objects.kept().filter(requisition__in=centres)
    for pk, category, supplier in lines.values_list("requisition", "category", "supplier").distinct().order_by():
        found[pk].update(_thing(category, supplier, centres[pk]))
    return found


def _limits(requisitions: Sequence[Requisition]) -> tuple[dict[int, list[Limit]], SmallLimits]:
    """The limits of each department (the rules' amounts, what its heads may approve), and those of categories."""
    size = Department.steplen
    paths = {r.department_id: r.department.path for r in requisitions if r.department_id}
    above = {path[:end] for path in paths.values() for end in range(size, len(path) + 1, size)}
    heads = Department.objects.order_by().filter(path__in=above, head__approval_limit__isnull=False)
    small = Category.objects.order_by().exclude(small_purchase_limit=None)
    found: dict[str, list[tuple[str, Decimal]]] = {"rule": [], "head": [], "category": []}
    for kind, name, amount in thresholds().union(
        _of_kind("head", heads, "path", "head__approval_limit"),
        _of_kind("category", small, "path", "small_purchase_limit"), all=True,
    ):  # fmt: skip
        found[kind].append((name, amount))
    common = [Limit(name, amount, inclusive=True) for name, amount in found["rule"]]
    by_department = {
        pk: [*common, *(Limit(APPROVAL_LIMIT, amount) for p, amount in found["head"] if path.startswith(p))]
        for pk, path in paths.items()
    }
    return by_department, SmallLimits(dict(found["category"]))


def thresholds() -> QuerySet:
    """The amounts from which a rule adds an approver, with its name."""
    rows = ApprovalRule.objects.order_by().filter(is_active=True, amount_from__gt=0)
    return _of_kind("rule", rows, "name", "amount_from")


def _of_kind(kind: str, rows: QuerySet, name: str, amount: str) -> QuerySet:
    return rows.annotate(kind=Value(kind)).values_list("kind", name, amount)


def _day(at: datetime | None) -> date:
    return at.astimezone(organisation_zone()).date() if at else organisation_today()
