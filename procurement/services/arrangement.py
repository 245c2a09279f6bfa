from typing import Any

from django.db import transaction

from procurement.events import ArrangementEnded, ArrangementRegistered
from procurement.models import Arrangement
from srm.authz import person
from srm.events.services import record


@transaction.atomic
def register_arrangement(*, source_key: str, by: Any, **fields: Any) -> Arrangement:
    """Make a price available to requisitions (or change it: the key is the source's). Records ArrangementRegistered.

    Called by the later stages in the transaction of what made the price, so it asks no leave of its own.
    """
    arrangement, _created = Arrangement.objects.update_or_create(
        source_key=source_key,
        defaults={**fields, "is_active": True},
        create_defaults={**fields, "is_active": True, "created_by": person(by)},
    )
    record(ArrangementRegistered(arrangement.reference), subject=arrangement, by=by)
    return arrangement


@transaction.atomic
def end_arrangement(*, source_key: str, by: Any) -> int:
    """End the arrangements of a source (`contract:CT-…/1` or a prefix ending in `/`); returns how many."""
    rows = Arrangement.objects.select_for_update(of=("self",)).filter(is_active=True)
    rows = (
        rows.filter(source_key__startswith=source_key)
        if source_key.endswith("/")
        else rows.filter(source_key=source_key)
    )
    ended = list(rows.order_by("pk"))
    for arrangement in ended:
        arrangement.is_active = False
        arrangement.save(update_fields=["is_active"])
        record(ArrangementEnded(arrangement.reference), subject=arrangement, by=by)
    return len(ended)
