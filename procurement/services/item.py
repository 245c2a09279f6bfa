from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import ItemChanged, ItemRetired
from procurement.policies.planning import may_manage_items
from srm.authz import require
from srm.events.services import record
from srm.reference.models import Category, Item, Unit


@transaction.atomic
def set_item(
    *, code: str, name: str, category: Category, unit: Unit, by: Any, specification: str = "",
    sole_source_reason: str | None = None, **packs: Decimal,
) -> Item:  # fmt: skip
    """Add an item to the catalogue, or change the one with this code; `packs`: pack_quantity, minimum_order.

    `sole_source_reason` says why nobody else can supply it (empty: others could; None: as it was). Records ItemChanged.
    """
    require(may_manage_items(by), _("The catalogue is kept by procurement."))
    fields: dict[str, Any] = {
        "name": name,
        "category": category,
        "unit": unit,
        "specification": specification,
        "is_active": True,
    }
    if sole_source_reason is not None:
        fields["sole_source_reason"] = sole_source_reason
    fields |= {name: value for name, value in packs.items() if name in ("pack_quantity", "minimum_order")}
    item, created = Item.objects.update_or_create(code=code, defaults=fields)
    record(ItemChanged(code, name, created), subject=item, by=by)
    return item


@transaction.atomic
def retire_item(*, item: Item, by: Any) -> Item:
    """Take an item out of use; what names it stays. Records ItemRetired."""
    require(may_manage_items(by), _("The catalogue is kept by procurement."))
    item.is_active = False
    item.save(update_fields=["is_active"])
    record(ItemRetired(item.code), subject=item, by=by)
    return item
