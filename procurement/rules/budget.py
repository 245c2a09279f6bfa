"""What a budget still holds. Each kind of booking consumes the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class EntryKind(StrEnum):
    PRE_COMMITMENT = "pre_commitment"
    COMMITMENT = "commitment"
    ACCRUAL = "accrual"
    ACTUAL = "actual"


ORDER = (EntryKind.PRE_COMMITMENT, EntryKind.COMMITMENT, EntryKind.ACCRUAL, EntryKind.ACTUAL)


@dataclass(frozen=True)
class Standing:
    """A budget at a glance, in its own currency: what stands under each kind, and what is left."""

    amount: Decimal
    requested: Decimal  # submitted, not yet approved: shown, not consumed
    approved: Decimal
    ordered: Decimal
    received: Decimal
    spent: Decimal

    @property
    def used(self) -> Decimal:
        return self.approved + self.ordered + self.received + self.spent

    @property
    def spent_or_received(self) -> Decimal:
        """What is owed or paid: one colour of the bar."""
        return self.received + self.spent

    @property
    def left(self) -> Decimal:
        return self.amount - self.used


def standing(amount: Decimal, by_kind: Mapping[str, Decimal], requested: Decimal = ZERO) -> Standing:
    """Return the standing from the sums of the bookings by kind."""
    return Standing(amount, requested, *(by_kind.get(kind, ZERO) for kind in ORDER))


def consumed(kind: EntryKind, amount: Decimal, open_before: Mapping[str, Decimal]) -> dict[EntryKind, Decimal]:
    """Return what a booking of `amount` takes from the kinds before it, the nearest first, never below zero."""
    left, taken = amount, {}
    for before in reversed(ORDER[: ORDER.index(kind)]):
        part = min(left, max(open_before.get(before, ZERO), ZERO))
        if part:
            taken[before] = part
            left -= part
    return taken
