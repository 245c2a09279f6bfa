"""What a strategy's goals count, measured now or on a day that is over: seven queries over one category."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Q, Sum
from django.utils.dateparse import parse_date

from procurement.models import Arrangement, AwardSaving, Position, Strategy
from procurement.models.saving import Sums
from procurement.rules.goal import GoalMeasure, progress
from procurement.states import GoalMeasure as Measures
from srm.accounts.models import User
from srm.clock import organisation_today
from srm.reference.models import Category
from srm.ui import formats
from suppliers.models import SupplyFact

YEAR, DAY = timedelta(days=365), timedelta(days=1)
TENTH = Decimal("0.1")
DAYS_A_MONTH = Decimal("30.4375")


@dataclass(frozen=True)
class GoalRow:
    """One goal with where it began, where it is and how far that is; a goal in words has no `now`."""

    label: str
    start: str
    now: Decimal | None
    target: str
    by: str
    progress: Decimal | None
    is_measured: bool
    measure: str = ""
    by_awards: Decimal | None = None  # beside savings by prices: what awards saved

    @property
    def is_met(self) -> bool:
        return self.progress == 1

    @property
    def percent(self) -> int | None:
        return None if self.progress is None else round(self.progress * 100)


def measure_goals(category: Category, on: date | None = None) -> dict[str, Decimal | None]:
    """Return every measure's value now, or as it was on a day that is over; None where no facts tell it."""
    facts = SupplyFact.objects.filter(category=category, received_on__lte=on or date.max)
    newest = facts.aggregate(day=Max("received_on"))["day"]
    found = _of_facts(category, newest) if newest else {}
    return {
        **{str(name): found.get(name) for name in GoalMeasure},
        GoalMeasure.AWARD_SAVINGS: _award_savings(category, on or organisation_today()),
        GoalMeasure.RISK: _risk(category, on),
        GoalMeasure.CONTRACT_MONTHS: _contract_months(category, on),
    }


def goal_rows(strategy: Strategy, now: Mapping[str, Decimal | None] | None = None) -> list[GoalRow]:
    """Return the strategy's goals beside what is measured now, or beside what was measured otherwise."""
    if now is None:
        measured = any(goal.get("measure") for goal in strategy.goals)
        now = measure_goals(strategy.category) if measured else {}
    return [_row(goal, now) for goal in strategy.goals]


def _row(goal: dict[str, Any], now: Mapping[str, Decimal | None]) -> GoalRow:
    measure = goal.get("measure") or ""
    value = now.get(measure) if measure else None
    start, target = (_number(goal.get(key)) for key in ("start", "target"))
    way = progress(start, value, target, measure) if measure and target is not None else None
    label = goal.get("name") or (str(Measures(measure).label) if measure else "")
    beside = now.get(GoalMeasure.AWARD_SAVINGS) if measure == GoalMeasure.SAVINGS else None
    return GoalRow(
        label, goal.get("start", ""), value, goal.get("target", ""), _by(goal), way, bool(measure), measure, beside
    )


def _number(text: Any) -> Decimal | None:
    return Decimal(text) if text and str(text).replace(".", "", 1).replace("-", "", 1).isdigit() else None


def _by(goal: dict[str, Any]) -> str:
    """The day by which, as the reader writes it; what is no day stays as it was written."""
    text = goal.get("by") or ""
    try:
        on = parse_date(text)
    except ValueError:
        on = None
    return formats.day(on) if on else text


def _of_facts(category: Category, newest: date) -> dict[GoalMeasure, Decimal | None]:
    year = SupplyFact.objects.filter(category=category, received_on__gt=newest - YEAR, received_on__lte=newest)
    by_supplier = list(year.values("supplier").annotate(total=Sum("amount")).values_list("total", flat=True))
    lines = year.exclude(promised_on=None).aggregate(
        n=Count("pk"), kept=Count("pk", filter=Q(received_on__lte=F("promised_on")))
    )
    total = sum(by_supplier, Decimal(0))
    return {
        GoalMeasure.SUPPLIERS: Decimal(len(by_supplier)),
        GoalMeasure.LARGEST_SHARE: _percent(max(by_supplier), total) if total else None,
        GoalMeasure.ON_TIME: _percent(lines["kept"], lines["n"]) if lines["n"] else None,
        GoalMeasure.SAVINGS: _savings(category, newest),
    }


def _savings(category: Category, newest: date) -> Decimal | None:
    """What the same items cost less than in the twelve months before, in percent of the old price."""
    sql = """
        SELECT sum(new.quantity * old.price), sum(new.quantity * new.price) FROM (
            SELECT item_id, sum(quantity * unit_price) / sum(quantity) AS price, sum(quantity) AS quantity
            FROM suppliers_supplyfact
            WHERE category_id = %s AND received_on > %s AND received_on <= %s AND unit_price > 0 AND quantity > 0
                AND item_id IS NOT NULL
            GROUP BY item_id) AS new
        JOIN (
            SELECT item_id, sum(quantity * unit_price) / sum(quantity) AS price
            FROM suppliers_supplyfact
            WHERE category_id = %s AND received_on > %s AND received_on <= %s AND unit_price > 0 AND quantity > 0
            GROUP BY item_id) AS old USING (item_id)
    """
    with connection.cursor() as cursor:
        year_ago = newest - YEAR
        cursor.execute(sql, [category.pk, year_ago, newest, category.pk, newest - 2 * YEAR, year_ago])
        before, after = cursor.fetchone()
    return None if not before else _percent(before - after, before)


def percent_saved(sums: Sums | None) -> Decimal | None:
    """Return what awards saved of their estimates, in percent; less than nothing where they cost more."""
    return _percent(sums[0] - sums[1], sums[0]) if sums else None


def _award_savings(category: Category, on: date) -> Decimal | None:
    return percent_saved(AwardSaving.objects.filter(category=category).between(on - YEAR + DAY, on).sums())


def _risk(category: Category, on: date | None) -> Decimal | None:
    rows = Position.objects.filter(category=category).only("supply_risk")
    known = rows.current() if on is None else rows.filter(created_at__date__lte=on).order_by("-created_at", "-pk")
    position = known.first()
    return None if position is None or position.risk is None else Decimal(position.risk)


def _contract_months(category: Category, on: date | None) -> Decimal | None:
    """What was agreed on a day that is over counts though it has ended since."""
    rows = Arrangement.objects.filter(category=category)
    rows = rows.in_force(organisation_today()) if on is None else rows.filter(valid_from__lte=on, valid_to__gte=on)
    terms = set(rows.values_list("reference", "valid_from", "valid_to"))
    if not terms:
        return None
    days = sum((until - since).days + 1 for _reference, since, until in terms)
    return (Decimal(days) / len(terms) / DAYS_A_MONTH).quantize(TENTH, ROUND_HALF_UP)


def _percent(part: Any, whole: Any) -> Decimal:
    return (Decimal(part) / Decimal(whole) * 100).quantize(TENTH, ROUND_HALF_UP)


def names_of(emails: Sequence[str]) -> dict[str, str]:
    """Return the people's names by address; one query."""
    return dict(User.objects.filter(email__in={e for e in emails if e}).values_list("email", "name"))
