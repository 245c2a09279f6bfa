"""Lots and their items, while the tender is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from srm.errors import Invalid, Refused
from srm.reference.models import Item, Place, Unit
from tenders.models import Lot, LotItem, Tender
from tenders.services.tender import lock_draft


@dataclass(frozen=True)
class LotItemInput:
    """One thing to be bid for."""

    description: str
    quantity: Decimal
    unit: Unit
    item: Item | None = None
    place: Place | None = None
    needed_on: date | None = None


@transaction.atomic
def add_lot(*, tender: Tender, title: str, by: Any, estimate: Decimal | None = None) -> Lot:
    """Add an empty lot after the last. Raises WrongState once the tender is published."""
    tender = lock_draft(tender, by)
    last = tender.lots.aggregate(last=Max("number"))["last"] or 0
    return Lot.objects.create(tender=tender, number=last + 1, title=title, estimate=estimate)


@transaction.atomic
def update_lot(*, lot: Lot, title: str, estimate: Decimal | None, by: Any) -> Lot:
    """Rename a lot or set its estimate, which bidders never see."""
    lock_draft(lot.tender, by)
    lot.title, lot.estimate = title, estimate
    lot.save(update_fields=["title", "estimate"])
    return lot


@transaction.atomic
def remove_lot(*, lot: Lot, by: Any) -> None:
    """Take a lot out of the draft. Refused for a bundle's lot: cancel the tender to release the bundle."""
    lock_draft(lot.tender, by)
    _refuse_bundled(lot)
    lot.delete()


@transaction.atomic
def set_lot_items(*, lot: Lot, items: Sequence[LotItemInput], by: Any) -> list[LotItem]:
    """Replace a lot's items. Refused for a bundle's lot, whose items are the departments' needs."""
    lock_draft(lot.tender, by)
    _refuse_bundled(lot)
    if faults := {f"items.{i}.quantity": _("More than zero.") for i, row in enumerate(items) if row.quantity <= 0}:
        raise Invalid(faults)
    lot.items.all().delete()
    return LotItem.objects.bulk_create(
        LotItem(
            lot=lot, position=position, item=row.item, description=row.description, quantity=row.quantity,
            unit=row.unit, place=row.place, needed_on=row.needed_on,
        )
        for position, row in enumerate(items, start=1)
    )  # fmt: skip


def _refuse_bundled(lot: Lot) -> None:
    if lot.bundle_id:
        raise Refused(_("This lot is the departments' needs as bundled. Change the bundle instead."), code="bundled")
