"""Which columns of a large program matter, read from the reduced costs of its linear relaxation."""

CORE = 3  # columns kept for every column that the relaxation uses


def core_leaves_out(most: list[int], prices: list[float], used: int) -> list[int]:
    """Columns that a good first award hardly needs: those dearest if used to the full."""
    dearness = {c: price * most[c] for c, price in enumerate(prices) if price > 0 and most[c]}
    return sorted(dearness, key=lambda column: dearness[column])[CORE * used :]


def reach(most: list[int], prices: list[float], room: float) -> dict[int, int]:
    """New ceilings: how far each column can rise before it alone costs more than the room there is."""
    return {
        column: int(room / price)
        for column, (highest, price) in enumerate(zip(most, prices, strict=True))
        if price > 0 and price * highest > room
    }
