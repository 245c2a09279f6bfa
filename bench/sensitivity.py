"""How long the stability of a Kraljic matrix takes: many categories, many draws, criteria on both axes."""

import random
from statistics import median
from time import perf_counter
from typing import Any

from procurement.rules.kraljic.compute import compute

CATEGORIES, DRAWS, CRITERIA = 300, 1_000, 6
LIMIT_S = 2.0


def run(runs: int = 5) -> dict[str, Any]:
    """The median of whole computations in seconds."""
    data = _matrix()
    taken = [_once(data) for _ in range(runs)]
    figure = median(taken)
    return {
        "name": "sensitivity",
        "figure": round(figure, 3),
        "unit": "s",
        "limit": LIMIT_S,
        "ratio": round(figure / LIMIT_S, 3),
        "reach": f"{CATEGORIES} categories × {DRAWS} draws, {CRITERIA} criteria on each axis",
        "holds": figure < LIMIT_S,
        "runs": [round(seconds, 3) for seconds in taken],
    }


def _matrix() -> dict[str, Any]:
    rng = random.Random(1)
    names = [f"c{number}" for number in range(CRITERIA)]

    def axis(high_means: str) -> dict[str, Any]:
        criteria = [{"id": name, "weight": str(rng.randint(1, 9))} for name in names]
        shape = {"kind": "exponential", "rho": "0.653"}
        return {"low": "1", "high": "5", "high_means": high_means, "shape": shape, "criteria": criteria}

    def scores() -> dict[str, str]:
        return {name: f"{rng.uniform(1, 5):.2f}" for name in names}

    return {
        "axes": {"supply_risk": axis("high_risk"), "profit_impact": axis("high_impact")},
        "items": [
            {"id": f"category {number}", "scores": {"supply_risk": scores(), "profit_impact": scores()}}
            for number in range(CATEGORIES)
        ],
        "sensitivity": {"draws": DRAWS, "weight_spread": "0.10", "seed": 1},
    }


def _once(data: dict[str, Any]) -> float:
    begun = perf_counter()
    result = compute(data)
    seconds = perf_counter() - begun
    assert all("stability" in row for row in result["items"])
    return seconds
