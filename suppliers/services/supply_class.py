"""ABC and XYZ of all suppliers and categories, from one pass over the facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from suppliers.models import SupplyClass, SupplyFact
from suppliers.policies.supplier import may_classify_supply
from suppliers.rules.supply_class import abc, variation, xyz

MONTHS = 24
FIELDS = ["abc", "xyz", "spend", "months", "variation", "period_from", "period_to", "computed_at"]
Monthly = dict[int, dict[int, Decimal]]  # supplier or category → number of the month → spend


@transaction.atomic
def classify_supply(*, by: Any) -> int:
    """Class all suppliers and categories by the 24 whole months before the newest delivery's; tells how many.

    Who bought nothing in them loses his class. Records nothing: the classes only repeat what the facts say.
    """
    require(may_classify_supply(by), _("Classes are computed by procurement."))
    newest = SupplyFact.objects.aggregate(day=Max("received_on"))["day"]
    if newest is None:
        return 0
    last = _number(newest) - 1
    cells = _cells(last)
    suppliers = _classify("supplier", ((supplier, day, total) for supplier, _category, day, total in cells), last)
    return suppliers + _classify(
        "category", ((category, day, total) for _supplier, category, day, total in cells), last
    )


def _cells(last: int) -> list[tuple[int, int, date, Decimal]]:
    """Supplier, category, month and spend: the one pass over the facts, from which both are added up."""
    period = (_first_day(last - MONTHS + 1), _first_day(last + 1))
    facts = SupplyFact.objects.filter(received_on__gte=period[0], received_on__lt=period[1])
    rows = facts.annotate(month=TruncMonth("received_on")).values("supplier", "category", "month").order_by()
    return list(rows.annotate(total=Sum("amount")).values_list("supplier", "category", "month", "total"))


def _classify(noun: str, parts: Iterable[tuple[int, date, Decimal]], last: int) -> int:
    monthly: Monthly = {}
    for key, day, total in parts:
        months, number = monthly.setdefault(key, {}), _number(day)
        months[number] = months.get(number, Decimal(0)) + total
    classes = abc({key: sum(months.values(), Decimal(0)) for key, months in monthly.items()})
    now = database_now()
    rows = [_row(noun, key, monthly[key], classes.get(key, ""), last, now) for key in sorted(monthly)]
    SupplyClass.objects.filter(**{f"{noun}__isnull": False}).exclude(**{f"{noun}__in": list(monthly)}).delete()
    SupplyClass.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=[noun], update_fields=FIELDS, batch_size=500
    )
    return len(rows)


def _row(noun: str, key: int, months: Mapping[int, Decimal], found: str, last: int, now: Any) -> SupplyClass:
    """The months run from the first delivery of the period on: before it nobody knows whether there was a need."""
    series = [months.get(number, Decimal(0)) for number in range(min(months), last + 1)]
    return SupplyClass(
        **{f"{noun}_id": key}, abc=found, xyz=xyz(series), spend=sum(series, Decimal(0)), months=len(series),
        variation=variation(series), period_from=_first_day(min(months)), period_to=_first_day(last), computed_at=now,
    )  # fmt: skip


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
