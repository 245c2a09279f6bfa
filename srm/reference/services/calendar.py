from datetime import date, timedelta

from django.db.models import F, Q

from srm.accounts.models import LegalEntity
from srm.reference.models import Holiday


def is_workday(on: date, legal_entity: LegalEntity | None = None) -> bool:
    """Tell whether the day is worked: Monday to Friday but for holidays; an entity's own entry comes first."""
    entry = (
        Holiday.objects.filter(Q(legal_entity=legal_entity) | Q(legal_entity=None), on=on)
        .order_by(F("legal_entity").asc(nulls_last=True)).first()
    )  # fmt: skip
    return entry.is_workday if entry else on.weekday() < 5


def add_workdays(start: date, days: int, legal_entity: LegalEntity | None = None) -> date:
    """Return the day that lies `days` working days after `start` (before it, when negative)."""
    step, left, on = (1 if days >= 0 else -1), abs(days), start
    while left:
        on += timedelta(days=step)
        left -= is_workday(on, legal_entity)
    return on
