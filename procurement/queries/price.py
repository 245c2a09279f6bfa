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
    order = {PriceSource.CONTRACT: 0, PriceSource.CATALOGUE: 1, PriceSource.AWARD: 2}
    found = sorted(rows.select_related("supplier"), key=lambda a: (order.get(a.kind, 3), a.unit_price, a.pk))
    if found:
        best = found[0]
        return PriceQuote(
            best.unit_price, best.currency, best.kind, best.reference, best.supplier.name, best,
            best.supplier_id,
        )  # fmt: skip
    return _last_price(item, on)


def _last_price(item: Item, on: date) -> PriceQuote | None:
    facts = SupplyFact.objects.filter(item=item, unit_price__isnull=False, received_on__lte=on)
    last = facts.select_related("supplier").order_by("-received_on", "-pk").first()
    if last is None:
        return None
    reference = last.received_on.isoformat() if last.received_on else ""
    return PriceQuote(
        last.unit_price, settings.ORGANISATION_CURRENCY, PriceSource.HISTORY, reference, last.supplier.name,
        supplier_id=last.supplier_id,
    )  # fmt: skip
