"""What an English auction is proposed with; who plans it may change what was not published."""

from typing import Any

Json = dict[str, Any]

STEP_PERCENT = "0.5"
WINDOW_S = LENGTH_S = 180
MAX_EXTENSIONS = 10
OF_THE_PLAN = ("format", "currency", "opens_at", "closes_at")


def proposed_terms(published: Json, *, winners: int = 1) -> Json:
    """Return the terms for an auction's rules, the published ones first.

    Half a percent under the best price; a bid that enters the winning ranks in the last three minutes brings three
    more, ten times at most; equal prices are refused. With several winners the extension guards all their ranks.
    """
    terms: Json = {
        "ties": "refuse",
        "improvement": {"reference": "best", "percent": STEP_PERCENT},
        "extension": {
            "anchor": "bid", "window_s": WINDOW_S, "length_s": LENGTH_S, "trigger_rank": winners,
            "max_count": MAX_EXTENSIONS,
        },
    }  # fmt: skip
    return terms | {name: value for name, value in published.items() if name not in OF_THE_PLAN}


def broken_promises(published: Json, given: Json) -> list[str]:
    """Return the terms that were published with the tender and would now be others."""
    return [name for name in given if name in published and given[name] != published[name]]
