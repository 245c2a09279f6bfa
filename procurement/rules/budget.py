"""What a budget still holds. Each kind of booking consumes the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

ZERO = Decimal(0)
CENT = Decimal("0.01")
WHOLE = Decimal(100)  # percent


class EntryKind(StrEnum):
    PRE_COMMITMENT = "pre_commitment"
    COMMITMENT = "commitment"
    ACCRUAL = "accrual"
    ACTUAL = "actual"


class Control(StrEnum):
    """What happens when more is wanted than is left."""

    STOP = "stop"
    WARN = "warn"
    IGNORE = "ignore"


class CarryOver(StrEnum):
    """What becomes of a budget that has ended: what is still open goes on, with its money or at the next one's cost."""

    WITH_MONEY = "with_money"
    WITHOUT_MONEY = "without_money"


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
    def open(self) -> Decimal:
        """Approved and ordered, but not here yet."""
        return self.approved + self.ordered

    @property
    def spent_or_received(self) -> Decimal:
        """What is owed or paid: one colour of the bar."""
        return self.received + self.spent

    @property
    def left(self) -> Decimal:
        return self.amount - self.used


@dataclass(frozen=True)
class Scope:
    """What a budget is for, below its cost centre; empty: anything."""

    key: int
    article: str
    project: str


def standing(amount: Decimal, by_kind: Mapping[str, Decimal], requested: Decimal = ZERO) -> Standing:
    """Return the standing from the sums of the bookings by kind."""
    return Standing(amount, requested, *(by_kind.get(kind, ZERO) for kind in ORDER))


def consumed(
    kind: EntryKind, amount: Decimal, open_before: Mapping[str, Decimal], *, is_last: bool = False
) -> dict[EntryKind, Decimal]:
    """Return what a booking of `amount` takes from the kinds before it, the nearest first, never below zero.

    The last booking of a line also releases what is still left under those kinds: it came cheaper than thought.
    """
    left, taken = amount, {}
    for before in reversed(ORDER[: ORDER.index(kind)]):
        held = max(open_before.get(before, ZERO), ZERO)
        part = held if is_last else min(left, held)
        if part:
            taken[before] = part
            left = max(left - part, ZERO)
    return taken


def narrowest(scopes: Sequence[Scope], articles: Sequence[str], project: str) -> int | None:
    """Return the key of the budget that fits most closely: its project first, then its article; None when none fits.

    `articles` are the words that a line may be budgeted under, the nearest first (its own article, else its category
    and those above it). A budget without article or project takes what no narrower one does.
    """
    words = [word.casefold() for word in articles]
    ranked = []
    for scope in scopes:
        article, own = scope.article.casefold(), scope.project.casefold()
        if (article and article not in words) or (own and own != project.casefold()):
            continue
        ranked.append((not own, words.index(article) if article else len(words), scope.key))
    return min(ranked)[2] if ranked else None


def cost_of(net: Decimal, tax_percent: Decimal, recovered_percent: Decimal) -> Decimal:
    """Return what a net amount costs: VAT that is got back is no cost, the rest of it is. To the cent, half up."""
    kept = (WHOLE - recovered_percent) / WHOLE
    return (net * (1 + tax_percent / WHOLE * kept)).quantize(CENT, ROUND_HALF_UP)
