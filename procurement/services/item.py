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
    *, code: str, name: str, category: Category, unit: Unit, by: Any, specification: str = "", **packs: Decimal
) -> Item:  # fmt: skip
    """Add an item to the catalogue, or change the one with this code; `packs`: pack_quantity, minimum_order.

    Records ItemChanged.
    """
    require(may_manage_items(by), _("The catalogue is kept by procurement."))
    fields = {"name": name, "category": category, "unit": unit, "specification": specification, "is_active": True}
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
