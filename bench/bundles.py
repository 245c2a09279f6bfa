"""`srm bench bundles`: proposing bundles over 20,000 open lines, read, grouped and merged into lines to buy."""

import time
from statistics import median
from typing import Any

LINES, LIMIT_S, RUNS = 20_000, 3.0, 3


def run() -> dict[str, Any]:
    """The median of three; the database is made for it."""
    from bench._large import large_company

    with large_company() as ground:
        from procurement.queries.bundle import bundle_proposals, merged_lines
        from srm.demo.scale import requisitions

        requisitions(ground, LINES // 4, 4, all_open=True)
        seconds = []
        for _ in range(RUNS):
            began = time.perf_counter()
            proposals = bundle_proposals()
            merged = merged_lines([need for p in proposals for need in p.needs])
            seconds.append(time.perf_counter() - began)
    figure = median(seconds)
    lines = sum(len(p.needs) for p in proposals)
    return {
        "name": "bundles", "figure": round(figure, 2), "unit": "s to propose", "limit": LIMIT_S,
        "ratio": round(figure / LIMIT_S, 2),
        "reach": f"{lines} open lines → {len(proposals)} bundles, {len(merged)} lines to buy",
        "holds": lines == LINES and figure < LIMIT_S, "runs": [round(s, 2) for s in seconds],
    }  # fmt: skip
