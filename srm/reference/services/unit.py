from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from srm.errors import Refused
from srm.reference.models import Item, UnitConversion


def convert_quantity(quantity: Decimal, source: str, target: str, item: Item | None = None) -> Decimal:
    """Return the quantity in `target`, to 0.001; an item's own factor comes before the general one.

    Raises Refused when no factor leads from one unit to the other.
    """
    if source == target:
        return quantity
    for a, b, inverse in ((source, target, False), (target, source, True)):
        rows = UnitConversion.objects.filter(Q(item=item) | Q(item=None), source_id=a, target_id=b)
        factor = rows.order_by(F("item").asc(nulls_last=True)).values_list("factor", flat=True).first()
        if factor:
            value = quantity / factor if inverse else quantity * factor
            return value.quantize(Decimal("0.001"), ROUND_HALF_UP)
    raise Refused(_("No conversion from %(a)s to %(b)s.") % {"a": source, "b": target}, code="no_conversion")
