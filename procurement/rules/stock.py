"""What runs low and how much of it to ask for; what a piece in stock costs."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Level:
    """An item at a place, with what will come: `on_order` without and `requested` with a requisition behind it."""

    on_hand: Decimal
    reserved: Decimal
    blocked: Decimal
    on_order: Decimal
    requested: Decimal

    @property
    def position(self) -> Decimal:
        """What there will be once everything promised has gone and everything asked for has come."""
        return self.on_hand - self.reserved - self.blocked + self.on_order + self.requested


def to_reorder(
    level: Level, reorder_point: Decimal, maximum: Decimal | None, pack: Decimal = ZERO, minimum: Decimal = ZERO
) -> Decimal:
    """Return how much to ask for: up to the maximum (without one, to twice the point), in whole packs; zero: enough."""
    if level.position > reorder_point:
        return ZERO
    target = maximum if maximum is not None and maximum > reorder_point else 2 * reorder_point
    return to_order(target - level.position, pack, minimum)


def to_order(needed: Decimal, pack: Decimal, minimum: Decimal) -> Decimal:
    """Return what can be ordered for a need: at least the least order, in whole packs (zero: any quantity)."""
    if needed <= 0:
        return ZERO
    wanted = max(needed, minimum)
    return (wanted / pack).to_integral_value(ROUND_CEILING) * pack if pack > 0 else wanted


def average_cost(
    on_hand: Decimal, cost: Decimal | None, quantity: Decimal, received_cost: Decimal | None
) -> Decimal | None:
    """Return the moving average cost of one after a receipt; what has no known cost changes nothing."""
    if received_cost is None or quantity <= 0:
        return cost
    if cost is None or on_hand <= 0:
        on_hand, cost = ZERO, ZERO
    mean = (on_hand * cost + quantity * received_cost) / (on_hand + quantity)
    return mean.quantize(Decimal("0.000001"), ROUND_HALF_UP)
