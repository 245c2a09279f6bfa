"""The typo guard of a live bid: far below what would do, somebody should look again before it counts."""

from dataclasses import dataclass
from decimal import Decimal

FAR = Decimal("0.15")  # so far below what would do that one press is not enough
NEAR = Decimal("0.05")  # so near to what would do an amount with its point moved must lie to be the likely one
SLIPS = tuple(Decimal(10) ** power for power in (1, 2, 3))


@dataclass(frozen=True)
class Doubt:
    """What was typed, how far below the own price it is, and what was probably meant."""

    amount: Decimal
    share: Decimal
    likely: Decimal | None


def doubt(amount: Decimal, own: Decimal, limit: Decimal | None) -> Doubt | None:
    """Return a doubt about an amount far below the largest one that would do, else None.

    Likely is the amount with its decimal point moved, where that could be bid now and lies near; else the largest
    amount that could be bid.
    """
    enough = own if limit is None else min(own, limit)
    if amount >= enough * (1 - FAR):
        return None
    moved = [amount * slip for slip in SLIPS if enough * (1 - NEAR) <= amount * slip <= enough]
    return Doubt(amount, 1 - amount / own, moved[0] if moved else limit)
