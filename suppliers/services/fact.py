from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from srm.events.services import record
from srm.reference.models import Category, Item
from suppliers.events import SupplyRecorded, SupplyWithdrawn
from suppliers.models import Supplier, SupplyFact


@transaction.atomic
def record_observation(
    *, supplier: Supplier, category: Category, quantity: Decimal, amount: Decimal, source: str, source_key: str,
    by: Any, item: Item | None = None, description: str = "", ordered_on: date | None = None,
    promised_on: date | None = None, received_on: date | None = None, rejected: Decimal | None = None,
    unit_price: Decimal | None = None, country: str = "",
) -> SupplyFact:  # fmt: skip
    """Write what was supplied (amount in the organisation's currency); the same source key again corrects the row.

    Records SupplyRecorded. Called by the later stages in the transaction of the receipt; it asks no leave.
    """
    fact, _created = SupplyFact.objects.update_or_create(
        source=source,
        source_key=source_key,
        defaults={
            "supplier": supplier, "category": category, "item": item, "description": description[:500],
            "ordered_on": ordered_on, "promised_on": promised_on, "received_on": received_on,
            "quantity": quantity, "rejected": rejected, "unit_price": unit_price, "amount": amount,
            "country": country,
        },
    )  # fmt: skip
    record(SupplyRecorded(category.code, amount), subject=fact, by=by)
    return fact


@transaction.atomic
def withdraw_observation(*, source: str, source_key: str, by: Any) -> int:
    """Take back what turned out not to have been supplied (a receipt reversed); returns how many rows went.

    Records SupplyWithdrawn. Called in the transaction that undoes the receipt, whose event keeps what was said.
    """
    rows = list(SupplyFact.objects.filter(source=source, source_key=source_key).select_related("category"))
    for fact in rows:
        record(SupplyWithdrawn(fact.category.code, fact.amount), subject=fact, by=by)
        fact.delete()
    return len(rows)
