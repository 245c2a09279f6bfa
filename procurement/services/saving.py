"""What awards saved against their estimates: told by the later stage, counted by category and cycle."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from procurement.events import SavingReported, SavingWithdrawn
from procurement.models import AwardSaving
from procurement.queries.cycle import current_cycle
from srm.errors import Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import to_base


@transaction.atomic
def report_saving(
    *, source_key: str, category: Category, estimate: Decimal, awarded: Decimal, currency: str, reference: str,
    on: date, by: Any, link: str = "",
) -> AwardSaving | None:  # fmt: skip
    """Keep what an award saves in the cycle that runs (or change it: the key is the source's). Records SavingReported.

    Called in the transaction of the award, so it asks no leave of its own. Without an estimate, or without a rate of
    the day, there is nothing to compare: None.
    """
    if estimate <= 0:
        return None
    try:
        (base, rate), (spent, _rate) = (to_base(amount, currency, on) for amount in (estimate, awarded))
    except Refused:
        return None
    saving, _created = AwardSaving.objects.update_or_create(
        source_key=source_key,
        defaults={
            "category": category, "cycle": current_cycle(), "reference": reference, "link": link, "estimate": base,
            "awarded": spent, "currency": currency, "rate": rate, "awarded_on": on,
        },
    )  # fmt: skip
    record(SavingReported(reference, base, spent), subject=category, by=by)
    return saving


@transaction.atomic
def withdraw_saving(*, source_key: str, by: Any) -> int:
    """Take back what an award saved because it came to nothing; a second time finds none. Records SavingWithdrawn."""
    rows = list(AwardSaving.objects.select_for_update(of=("self",)).filter(source_key=source_key))
    for saving in rows:
        record(SavingWithdrawn(saving.reference), subject=saving.category, by=by)
        saving.delete()
    return len(rows)
