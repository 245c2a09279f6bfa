"""What suppliers stated of a year, against what we bought of them in that year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from srm.clock import organisation_today
from srm.errors import Refused
from srm.reference.services import rate_on
from suppliers.models import SelfDeclaration, SupplyFact
from suppliers.rules.preference import MAX_AGE, attractiveness, share_of_sales


@dataclass(frozen=True)
class Stated:
    """The newest statement that is not out of date, as two figures; either may be unknown."""

    year: int | None = None
    share: Decimal | None = None
    attractiveness: Decimal | None = None


def stated_by(suppliers: Collection[int]) -> dict[int, Stated]:
    """Return what each of the suppliers (ids) stated last; two queries, and one for each foreign currency and year."""
    since = organisation_today().year - MAX_AGE
    rows = SelfDeclaration.objects.filter(supplier__in=suppliers, year__gte=since).order_by("supplier_id", "-year")
    newest = list(rows.distinct("supplier_id"))
    spend, rates = _spend(newest), _rates(newest)
    return {d.supplier_id: _stated(d, spend.get(d.supplier_id), rates) for d in newest}


def _stated(declaration: SelfDeclaration, spend: Decimal | None, rates: dict) -> Stated:
    rate = rates.get((declaration.currency, declaration.year))
    revenue = declaration.revenue * rate if declaration.revenue is not None and rate is not None else None
    share, attractive = share_of_sales(spend, revenue), attractiveness(declaration.answers)
    return Stated(declaration.year, share, attractive)


def _spend(declarations: list[SelfDeclaration]) -> dict[int, Decimal]:
    """What was received of each in the year he speaks of; a year without deliveries is unknown, not nothing."""
    told = [d for d in declarations if d.revenue is not None]
    if not told:
        return {}
    wanted = Q()
    for year in {d.year for d in told}:
        these = [d.supplier_id for d in told if d.year == year]
        wanted |= Q(supplier__in=these, received_on__range=(date(year, 1, 1), date(year, 12, 31)))
    rows = SupplyFact.objects.filter(wanted).values("supplier").annotate(total=Sum("amount"))
    return dict(rows.values_list("supplier", "total"))


def _rates(declarations: list[SelfDeclaration]) -> dict[tuple[str, int], Decimal]:
    """The rate at the end of the year; a currency without a rate makes the share unknown."""
    found = {}
    for currency, year in {(d.currency, d.year) for d in declarations if d.revenue is not None}:
        try:
            found[currency, year] = rate_on(currency, date(year, 12, 31))
        except Refused:
            continue
    return found
