from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Q

from procurement.models import Arrangement
from procurement.states import PriceSource
from srm.accounts.models import LegalEntity
from srm.reading import asked_once
from srm.reference.models import Item
from suppliers.models import SupplyFact


@dataclass(frozen=True)
class PriceQuote:
    """A price with where it comes from; `arrangement` is set when it can be called off."""

    unit_price: Decimal
    currency: str
    source: str
    reference: str
    supplier: str
    arrangement: Arrangement | None = None
    supplier_id: int | None = None


@asked_once
def price_for(item: Item | None, legal_entity: LegalEntity, on: date) -> PriceQuote | None:
    """Return an item's price: contract, catalogue, award, else the last price paid; never an open tender."""
    if item is None:
        return None
    rows = Arrangement.objects.in_force(on).filter(Q(legal_entity=legal_entity) | Q(legal_entity=None), item=item)
    found = sorted(rows.select_related("supplier"), key=_rank)
    if found:
        return _quote(found[0])
    return _last_price(item, on)


def prices_for(
    items: Iterable[Item], legal_entity: LegalEntity, on: date
) -> dict[int, PriceQuote | None]:  # fmt: skip
    """Return the price of each of many items, as `price_for` does for one; three queries."""
    keys = {item.pk for item in items}
    rows = Arrangement.objects.in_force(on).filter(Q(legal_entity=legal_entity) | Q(legal_entity=None), item__in=keys)
    best: dict[int, Arrangement] = {}
    for row in sorted(rows.select_related("supplier"), key=_rank, reverse=True):
        best[row.item_id] = row
    found: dict[int, PriceQuote | None] = dict.fromkeys(keys)
    found |= {pk: _quote(row) for pk, row in best.items()}
    facts = SupplyFact.objects.filter(item__in=keys - best.keys(), unit_price__isnull=False, received_on__lte=on)
    last = facts.order_by("item_id", "-received_on", "-pk").distinct("item_id").select_related("supplier")
    return found | {fact.item_id: _last_quote(fact) for fact in last}


def _rank(arrangement: Arrangement) -> tuple[int, Decimal, int]:
    order = {PriceSource.CONTRACT: 0, PriceSource.CATALOGUE: 1, PriceSource.AWARD: 2}
    return order.get(arrangement.kind, 3), price_of_one(arrangement), arrangement.pk  # type: ignore[call-overload]


def _quote(best: Arrangement) -> PriceQuote:
    return PriceQuote(
        price_of_one(best), best.currency, best.kind, best.reference, best.supplier.name, best, best.supplier_id
    )


def _last_quote(last: SupplyFact) -> PriceQuote:
    reference = last.received_on.isoformat() if last.received_on else ""
    return PriceQuote(
        last.unit_price, settings.ORGANISATION_CURRENCY, PriceSource.HISTORY, reference, last.supplier.name,
        supplier_id=last.supplier_id,
    )  # fmt: skip


def price_of_one(arrangement: Arrangement) -> Decimal:
    """Return the price of one unit: catalogues name it for 1, 100 or 1,000."""
    per = arrangement.price_per
    return arrangement.unit_price if per == 1 else (arrangement.unit_price / per).quantize(Decimal("0.000001"))


def _last_price(item: Item, on: date) -> PriceQuote | None:
    facts = SupplyFact.objects.filter(item=item, unit_price__isnull=False, received_on__lte=on)
    last = facts.select_related("supplier").order_by("-received_on", "-pk").first()
    return _last_quote(last) if last else None
