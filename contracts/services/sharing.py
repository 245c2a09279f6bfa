"""One thing that several lines of an order ask for: its cents and its deliveries shared so that they add up."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from contracts.models import OrderLine
from contracts.services.inputs import CallOffInput, OrderLineInput, ReceiptInput
from procurement.queries.sharing import Wish, deliver, money_of
from srm.errors import Refused

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Arrival:
    """What one line of the order has of a delivery, and which input it came by."""

    line: OrderLine
    accepted: Decimal
    rejected: Decimal = ZERO
    reason: str = ""
    index: int = 0


def amounts_of(lines: Sequence[CallOffInput | OrderLineInput], prices: Sequence[Decimal]) -> list[Decimal]:
    """Return what each line of a new order costs; lines of one thing together cost what the thing costs as a whole."""
    groups: dict[Hashable, list[int]] = {}
    for index, line in enumerate(lines):
        groups.setdefault((_thing(line), prices[index]), []).append(index)
    found: dict[int, Decimal] = {}
    for rows in groups.values():
        wishes = [Wish(i, lines[i].quantity, is_need=lines[i].requisition_line is not None) for i in rows]
        found |= money_of(wishes, prices[rows[0]])
    return [found[index] for index in range(len(lines))]


def arrivals_of(locked: Mapping[int, OrderLine], given: Sequence[ReceiptInput]) -> list[Arrival]:
    """Return what each line has of what arrived: short deliveries go to whoever needs the thing first.

    Raises Refused when more of a thing came than is awaited. What was rejected stays with the line it was said of.
    """
    lines = sorted(locked.values(), key=lambda li: li.position)
    same: dict[Hashable, list[OrderLine]] = {}
    for line in lines:
        same.setdefault(line.thing, []).append(line)
    index = {g.order_line.pk: number for number, g in reversed(list(enumerate(given)))}
    accepted: dict[int, Decimal] = {}
    for thing in dict.fromkeys(locked[g.order_line.pk].thing for g in given):
        accepted |= _shared(
            same[thing], [(n, g) for n, g in enumerate(given) if locked[g.order_line.pk].thing == thing]
        )
    by_line = {g.order_line.pk: g for g in given}
    return [
        Arrival(line, accepted.get(line.pk, ZERO), said.rejected if said else ZERO, said.reason if said else "",
                index.get(line.pk, 0))
        for line in lines
        if (said := by_line.get(line.pk)) or accepted.get(line.pk)
    ]  # fmt: skip


def worth(line: OrderLine, accepted: Decimal) -> Decimal:
    """Return what so much of a line is worth in the order's currency; the whole of it is worth its amount."""
    return (line.amount * accepted / line.quantity).quantize(CENT, ROUND_HALF_UP)


def _shared(lines: Sequence[OrderLine], given: Sequence[tuple[int, ReceiptInput]]) -> dict[int, Decimal]:
    arrived = sum((g.accepted for _index, g in given), ZERO)
    awaited = sum((line.awaited for line in lines), ZERO)
    if arrived > awaited:
        message = _("Only %(left)s is still to come.") % {"left": awaited}
        raise Refused(message, field=f"lines.{given[0][0]}.accepted", code="over_delivery")
    wishes = [
        Wish(li.pk, li.awaited, li.needed_on, is_need=li.requisition_line_id is not None) for li in lines if li.awaited
    ]
    return deliver(arrived, wishes)


def _thing(line: CallOffInput | OrderLineInput) -> Hashable:
    if isinstance(line, CallOffInput):
        return line.contract_line.pk
    return line.item.pk if line.item else line.description.casefold(), line.unit.pk, line.tax_rate
