"""What suppliers stated of a year, against what we bought of them in that year."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from srm.clock import organisation_today
from srm.errors import Refused
from srm.reference.services import rate_on
from suppliers.models import SelfDeclaration, SupplierRevenue, SupplyFact
from suppliers.rules.preference import MAX_AGE, attractiveness, share_of_sales

Sales = SelfDeclaration | SupplierRevenue
Rates = dict[tuple[str, int], Decimal]


@dataclass(frozen=True)
class Stated:
    """The newest of his statements that is not out of date, as two figures; either may be unknown."""

    year: int | None = None
    share: Decimal | None = None
    attractiveness: Decimal | None = None


def stated_by(suppliers: Collection[int]) -> dict[int, Stated]:
    """Return what is known of each of the suppliers (ids); four queries, and one for each foreign currency and year.

    The sales are those of the newest year; of one year his own word goes before what we found.
    """
    since = organisation_today().year - MAX_AGE
    newest, sales = _newest(SelfDeclaration.objects, suppliers, since), dict[int, Sales]()
    sales |= _newest(SupplierRevenue.objects, suppliers, since)
    for pk, told in newest.items():
        if told.revenue is not None and (pk not in sales or told.year >= sales[pk].year):
            sales[pk] = told
    spend, rates = _spend(sales), _rates(sales.values())
    return {
        pk: _stated(newest.get(pk), sales.get(pk), spend.get(pk), rates) for pk in newest.keys() | sales.keys()
    }  # fmt: skip


def _newest(rows: Any, suppliers: Collection[int], since: int) -> dict[int, Any]:
    found = rows.filter(supplier__in=suppliers, year__gte=since).order_by("supplier_id", "-year")
    return {row.supplier_id: row for row in found.distinct("supplier_id")}


def _stated(told: SelfDeclaration | None, sales: Sales | None, spend: Decimal | None, rates: Rates) -> Stated:
    rate = rates.get((sales.currency, sales.year)) if sales else None
    revenue = sales.revenue * rate if sales and sales.revenue is not None and rate is not None else None
    attractive = attractiveness(told.answers) if told else None
    return Stated(told.year if told else None, share_of_sales(spend, revenue), attractive)


def _spend(sales: Mapping[int, Sales]) -> dict[int, Decimal]:
    """What was received of each in the year of his sales; a year without deliveries is unknown, not nothing."""
    if not sales:
        return {}
    wanted = Q()
    for year in {row.year for row in sales.values()}:
        these = [pk for pk, row in sales.items() if row.year == year]
        wanted |= Q(supplier__in=these, received_on__range=(date(year, 1, 1), date(year, 12, 31)))
    rows = SupplyFact.objects.filter(wanted).values("supplier").order_by().annotate(total=Sum("amount"))
    return dict(rows.values_list("supplier", "total"))


def _rates(sales: Iterable[Sales]) -> Rates:
    """The rate at the end of the year; a currency without a rate makes the share unknown."""
    found = {}
    for currency, year in sorted({(row.currency, row.year) for row in sales}):
        try:
            found[currency, year] = rate_on(currency, date(year, 12, 31))
        except Refused:
            continue
    return found
