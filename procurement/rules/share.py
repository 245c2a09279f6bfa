"""Sharing out a whole so that the parts add up: by largest remainder (Hamilton); by need date what is too little."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

ZERO = Decimal(0)


def shares(whole: Decimal, weights: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Return the parts of `whole` in proportion to the weights, in multiples of `step`, adding up exactly.

    Each gets its share rounded down; what is left goes, a step each, to the largest remainders (the earlier one where
    they are equal). Without any weight the first gets all. `whole` itself is a multiple of `step`.
    """
    if not weights:
        return []
    total = sum(weights, ZERO)
    if not total:
        return [whole, *(ZERO for _ in weights[1:])]
    exact = [whole * weight / total for weight in weights]
    parts = [(share / step).to_integral_value(ROUND_DOWN) * step for share in exact]
    left = int(((whole - sum(parts, ZERO)) / step).to_integral_value())
    by_remainder = sorted(range(len(weights)), key=lambda i: (-abs(exact[i] - parts[i]), i))
    for index in range(abs(left)):
        parts[by_remainder[index % len(parts)]] += step if left > 0 else -step
    return parts


@dataclass(frozen=True)
class Claim:
    """Somebody's part of what was ordered together."""

    key: Hashable
    quantity: Decimal
    needed_on: date


def by_need_date(delivered: Decimal, claims: Sequence[Claim]) -> dict[Hashable, Decimal]:
    """Return who gets what of a delivery: whoever needs it first is served first; beyond the claims nobody gets more.

    Needs of the same day share what is left for them in proportion, to 0.001.
    """
    left, given = delivered, {claim.key: ZERO for claim in claims}
    for day in sorted({claim.needed_on for claim in claims}):
        same = [claim for claim in claims if claim.needed_on == day]
        wanted = sum((claim.quantity for claim in same), ZERO)
        part = min(left, wanted)
        for claim, share in zip(same, shares(part, [c.quantity for c in same], Decimal("0.001")), strict=True):
            given[claim.key] = share
        left -= part
    return given
