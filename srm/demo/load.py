"""The order in which the example company is made. Each stage leaves alone what is already there."""

import time
from collections.abc import Callable

from srm.demo import catalogue, factors, learning, market, needs, organisation, portfolio, preferring, scale, sourcing

Say = Callable[[str], None]
Stage = Callable[[str, str, Say], None]

STAGES: list[tuple[str, Stage]] = [
    ("the organisation and its people", organisation.load),
    ("what it buys", catalogue.load),
    ("its suppliers and three years of deliveries", market.load),
    ("the portfolio and its cycle", portfolio.load),
    ("how its suppliers see it", preferring.load),
    ("budgets, stock and requisitions", needs.load),
    ("tenders, an auction, a contract with its deliveries", sourcing.load),
    ("a head office of forty departments", scale.load),
    ("the turn looked at, and what both sides say of it", learning.load),
    ("second factors of those who need one", factors.load),
]


def load(data: str, size: str, say: Say) -> None:
    """Make the example company (`data`: example or scms; `size`: s, m or l), telling what is being made.

    May be called again on the same database, and after a crash in the middle: each stage is one transaction or
    finds out by itself what it has done.
    """
    for title, stage in STAGES:
        began = time.monotonic()
        stage(data, size, say)
        took = time.monotonic() - began
        if took >= 0.5:
            say(f"Made {title} in {took:.1f} s")
