from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum

from procurement.models import Budget, BudgetEntry, BudgetRate, RequisitionLine
from procurement.rules.budget import CENT, Scope, Standing, cost_of, narrowest, standing
from procurement.states import RequisitionStatus
from srm.clock import organisation_today
from srm.errors import Refused
from srm.reading import asked_once
from srm.reference.models import Category, CostCentre
from srm.reference.services import convert

ZERO = Decimal(0)


@dataclass(frozen=True)
class BudgetStanding:
    """A budget with what stands on it."""

    budget: Budget
    standing: Standing


def budget_for(cost_centre: CostCentre, on: date, articles: Sequence[str] = (), project: str = "") -> Budget | None:
    """Return the cost centre's budget whose period holds the day and that fits closest, or None."""
    rows = Budget.objects.filter(cost_centre=cost_centre, period_from__lte=on, period_to__gte=on).order_by("pk")
    return _closest(list(rows), articles, project)


def budget_of_line(line: RequisitionLine) -> Budget | None:
    """Return the budget that a line's money stands on, or would: by article, project and the day it is needed."""
    return budgets_of_lines([line])[0]


def budgets_of_lines(lines: Iterable[RequisitionLine]) -> list[Budget | None]:
    """Return the budget of each line, of any requests, in their order; at most four queries for any number."""
    rows = list(lines)
    booked = _booked({line.pk for line in rows if line.pk})
    left = [line for line in rows if line.pk not in booked and line.needed_on]
    if not left:
        return [booked.get(line.pk) for line in rows]
    first, last = min(line.needed_on for line in left), max(line.needed_on for line in left)
    centres = {line.requisition.cost_centre_id for line in left}
    found = Budget.objects.filter(cost_centre__in=centres, period_from__lte=last, period_to__gte=first)
    budgets = list(found.select_related("cost_centre").order_by("pk"))
    narrow = any(b.article for b in budgets)
    words = _words({li.category_id for li in left if li.category_id and not li.article}) if narrow else {}
    return [booked.get(line.pk) or _open_to(line, budgets, words) for line in rows]


def _open_to(line: RequisitionLine, budgets: Sequence[Budget], words: Mapping[int, list[str]]) -> Budget | None:
    if not line.needed_on:
        return None
    centre = line.requisition.cost_centre_id
    fits = [b for b in budgets if b.cost_centre_id == centre and b.period_from <= line.needed_on <= b.period_to]
    articles = [line.article] if line.article else words.get(line.category_id, [])
    return _closest(fits, articles, line.project)


def _booked(lines: set[int]) -> dict[int, Budget]:
    """By line id, the budget that the line was booked on last."""
    if not lines:
        return {}
    rows = BudgetEntry.objects.filter(line__in=lines).order_by("line_id", "-pk").distinct("line_id")
    return {entry.line_id: entry.budget for entry in rows.select_related("budget__cost_centre")}


def budget_value(
    budget: Budget, net: Decimal, currency: str, on: date, tax: Decimal | None = None
) -> tuple[Decimal, Decimal]:
    """Return what a net amount costs a budget, at the budget's rate and at the day's (the same where none is fixed).

    VAT that the cost centre does not get back is part of it.
    """
    rate = Decimal(settings.VAT_RATE) if tax is None else tax
    cost = cost_of(net, rate, budget.cost_centre.vat_recovered)
    if currency == budget.currency:
        return cost, cost
    fixed = _fixed_rate(budget.legal_entity_id, currency, budget.period_from, budget.period_to)
    try:
        at_day = convert(cost, currency, budget.currency, on)[0]
    except Refused:
        if fixed is None:
            raise
        at_day = None
    at_rate = at_day if fixed is None else (cost * fixed).quantize(CENT, ROUND_HALF_UP)
    return at_rate, at_rate if at_day is None else at_day


@asked_once
def _fixed_rate(legal_entity: int, currency: str, period_from: date, period_to: date) -> Decimal | None:
    rows = BudgetRate.objects.filter(legal_entity=legal_entity, currency=currency)
    rows = rows.filter(period_from__lte=period_to, period_to__gte=period_from).order_by("-period_from")
    return rows.values_list("rate", flat=True).first()


def booked_on_lines(lines: Iterable[RequisitionLine]) -> dict[int, Decimal]:
    """Return what is booked for lines under all kinds together, by their keys; those without anything are left out."""
    rows = BudgetEntry.objects.filter(line__in=[line.pk for line in lines]).values_list("line")
    return dict(rows.annotate(total=Sum("amount")).exclude(total=0).order_by())


def left_on(budgets: Iterable[Budget]) -> dict[int, Decimal]:
    """Return what is left of each budget, by its key: all that is booked on it counts; one query."""
    rows = list(budgets)
    booked = BudgetEntry.objects.filter(budget__in=rows).values_list("budget").annotate(total=Sum("amount"))
    used = dict(booked.order_by())
    return {b.pk: b.amount - used.get(b.pk, ZERO) for b in rows}


def standing_of(budget: Budget) -> Standing:
    """Return what stands on the budget: requested, approved, ordered, received, spent, left; in two queries."""
    return standings_of([budget])[0].standing


def standings_of(budgets: Iterable[Budget]) -> list[BudgetStanding]:
    """Return the standings of many budgets, in their order; a fixed number of queries for any number of them."""
    rows = list(budgets)
    booked: dict[int, dict[str, Decimal]] = {}
    sums = BudgetEntry.objects.filter(budget__in=rows).values_list("budget", "kind").annotate(total=Sum("amount"))
    for budget_id, kind, total in sums.order_by():
        booked.setdefault(budget_id, {})[kind] = total
    requested = _requested(rows)
    return [BudgetStanding(b, standing(b.amount, booked.get(b.pk, {}), requested.get(b.pk, ZERO))) for b in rows]


def wanted_of(lines: Iterable[RequisitionLine], on: date) -> dict[Budget, Decimal]:
    """Return what lines need of their budgets at the rates of a day, but for those that hold money already."""
    rows, wanted = list(lines), dict[Budget, Decimal]()
    booked = booked_on_lines(line for line in rows if line.pk)
    for line, budget in zip(rows, budgets_of_lines(rows), strict=True):
        if budget and line.pk not in booked:
            value = budget_value(budget, line.amount, line.requisition.currency, on, line.tax_rate)[0]
            wanted[budget] = wanted.get(budget, ZERO) + value
    return wanted


def rate_difference(budget: Budget) -> Decimal:
    """Return by how much the bookings would differ at the rates of their days: plus is dearer than budgeted."""
    rows = BudgetEntry.objects.filter(budget=budget, day_amount__isnull=False)
    return rows.aggregate(d=Sum(F("day_amount") - F("amount")))["d"] or ZERO


def budgets_of_person(user: Any, on: date) -> QuerySet[Budget]:
    """Return the budgets that concern a person on a day: those he sees, his own department's cost centres first."""
    rows = Budget.objects.visible_to(user).filter(period_from__lte=on, period_to__gte=on)
    return rows.filter(cost_centre__department=user.department_id).select_related("cost_centre")


def next_budget(budget: Budget) -> Budget | None:
    """Return the budget that follows one: of the same cost centre, article and project."""
    rows = Budget.objects.filter(
        cost_centre=budget.cost_centre_id, article=budget.article, project=budget.project,
        period_from__gt=budget.period_to,
    )  # fmt: skip
    return rows.order_by("period_from").first()


def undecided_budgets(on: date) -> list[Budget]:
    """Return the budgets that ended before the day with something still open on them, and nothing decided."""
    rows = Budget.objects.filter(period_to__lt=on, carry_over=None).annotate(
        open=Sum("entries__amount", filter=Q(entries__kind__in=("pre_commitment", "commitment")))
    )
    return list(rows.filter(open__gt=0).select_related("cost_centre", "legal_entity").order_by("period_to", "pk"))


def _closest(rows: Sequence[Budget], articles: Sequence[str], project: str) -> Budget | None:
    key = narrowest([Scope(b.pk, b.article, b.project) for b in rows], articles, project)
    return next((b for b in rows if b.pk == key), None)


def _requested(budgets: list[Budget]) -> dict[int, Decimal]:
    """What waits for approval, by the budget that it would be booked on; five queries at most but for rates.

    Lines that an approver left out are not asked for; those of a request asked again that hold money are in it already.
    """
    centres = {b.cost_centre_id for b in budgets}
    waiting = RequisitionLine.objects.kept().filter(
        requisition__status=RequisitionStatus.SUBMITTED, requisition__cost_centre__in=centres
    )
    holding = BudgetEntry.objects.filter(line__requisition__status=RequisitionStatus.SUBMITTED).values("line")
    waiting = waiting.exclude(pk__in=holding.annotate(total=Sum("amount")).exclude(total=0).order_by().values("line"))
    what = (
        "requisition__cost_centre",
        "needed_on",
        "article",
        "project",
        "category",
        "requisition__currency",
        "tax_rate",
    )
    rows = list(waiting.values_list(*what).annotate(total=Sum("amount")).order_by())
    if not rows:
        return {}
    of_centre: dict[int, list[Budget]] = {}
    for budget in Budget.objects.filter(cost_centre__in=centres).select_related("cost_centre").order_by("pk"):
        of_centre.setdefault(budget.cost_centre_id, []).append(budget)
    narrow = any(b.article for found in of_centre.values() for b in found)
    words = _words({row[4] for row in rows}) if narrow else {}
    today = organisation_today()
    found: dict[int, Decimal] = {}
    for centre, on, article, project, category, currency, tax, total in rows:
        fits = [b for b in of_centre.get(centre, []) if b.period_from <= on <= b.period_to]
        budget = _closest(fits, [article] if article else words.get(category, []), project)
        if budget:
            value = budget_value(budget, total, currency, today, tax)[0]
            found[budget.pk] = found.get(budget.pk, ZERO) + value
    return found


def _words(categories: set[int]) -> dict[int, list[str]]:
    """The codes of categories and of those above them, the nearest first; one query."""
    step = Category.steplen
    by_path = dict(Category.objects.values_list("path", "code"))
    paths = dict(Category.objects.filter(pk__in=categories).values_list("pk", "path"))
    return {
        pk: [by_path[path[:end]] for end in range(len(path), 0, -step) if path[:end] in by_path]
        for pk, path in paths.items()
    }
