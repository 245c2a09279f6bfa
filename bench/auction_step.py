"""How long the auction rules take: a long replay at once, and one live step late in a busy auction.

Measured is the process's own time: the rules wait for nothing, so other work on the machine is not theirs.
"""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time
from typing import Any

from tenders.rules.auction.compute import compute
from tenders.rules.auction.event import read_event
from tenders.rules.auction.opening import start
from tenders.rules.auction.rules import read_rules
from tenders.rules.auction.step import advance, step

OPENS_AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
RULES = {
    "format": "english",
    "currency": "EUR",
    "opens_at": OPENS_AT.isoformat(),
    "closes_at": (OPENS_AT + timedelta(days=1)).isoformat(),
    "ceiling": "10000000.00",
    "ties": "refuse",
    "improvement": {"reference": "best", "step": "0.01", "max_step": "1000000.00"},
    "leader_buffer": "0.01",
    "extension": {"anchor": "bid", "window_s": 86_400, "length_s": 300, "trigger_rank": 3},
}
REPLAY_EVENTS, REPLAY_LIMIT_S = 10_000, 1.0
EARLIER_BIDS, STEP_LIMIT_US = 1_000, 100.0
STEPS = 200


def run(runs: int = 5) -> dict[str, Any]:
    """The median of a step in microseconds; it holds only if the replay keeps its own limit too."""
    steps = [_step_us() for _ in range(runs)]
    replays = [_replay_s() for _ in range(min(runs, 3))]
    figure, replay = median(steps), median(replays)
    return {
        "name": "auction-step",
        "figure": round(figure, 1),
        "unit": "µs",
        "limit": STEP_LIMIT_US,
        "ratio": round(figure / STEP_LIMIT_US, 3),
        "reach": f"one step after {EARLIER_BIDS} bids of as many bidders; "
        f"{REPLAY_EVENTS} events replayed in {replay:.3f} s (limit {REPLAY_LIMIT_S} s)",
        "holds": figure < STEP_LIMIT_US and replay < REPLAY_LIMIT_S,
        "runs": [round(taken, 1) for taken in steps],
    }


def _bid(number: int, *, bidders: int) -> dict[str, str]:
    at = OPENS_AT + timedelta(milliseconds=number + 1)
    cents = 1_000_000_000 - number
    amount = f"{cents // 100}.{cents % 100:02}"
    return {"at": at.isoformat(), "kind": "bid", "bidder": f"S{number % bidders}", "amount": amount}


def _step_us() -> float:
    state = start(read_rules(RULES))
    for number in range(EARLIER_BIDS):
        assert advance(state, read_event(_bid(number, bidders=EARLIER_BIDS))).accepted
    events = [read_event(_bid(EARLIER_BIDS + number, bidders=EARLIER_BIDS)) for number in range(STEPS)]
    begun = process_time()
    for event in events:
        state, decision = step(state, event)
        assert decision.accepted
    return (process_time() - begun) / STEPS * 1e6


def _replay_s() -> float:
    data = {"rules": RULES, "events": [_bid(number, bidders=50) for number in range(REPLAY_EVENTS)]}
    begun = process_time()
    result = compute(data)
    taken = process_time() - begun
    assert all(event["accepted"] for event in result["events"])
    return taken


if __name__ == "__main__":
    print(run())
