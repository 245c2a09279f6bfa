"""Small faults that a tired programmer could make in the rules; each must be noticed by some test.

The faults of an auction's close must be noticed by what holds in every auction, without any worked example.
"""

from typing import NamedTuple

SCORE = "tenders/rules/score"
SCORECARD = "suppliers/rules/scorecard.py"
KRALJIC = "procurement/rules/kraljic"
MATCH = "contracts/rules/match"
AUCTION = "tenders/rules/auction"
AWARD = "tenders/rules/award"
EXACT = "srm/money/exact.py"

TESTS = {
    SCORE: ["tests/tenders/test_score_rules.py"],
    SCORECARD: ["tests/suppliers/test_scorecard_rules.py"],
    KRALJIC: ["tests/procurement/test_kraljic_rules.py"],
    MATCH: ["tests/contracts/test_match_rules.py"],
    f"{AUCTION}/extension.py": ["tests/tenders/test_auction_properties.py"],
    f"{AUCTION}/state.py": ["tests/tenders/test_auction_properties.py"],
    AUCTION: [
        f"tests/tenders/test_auction_{subject}.py"
        for subject in ("english", "extension", "limits", "proxy", "race", "clocks", "turns", "faults", "properties")
    ],
    AWARD: ["tests/tenders/test_award_worked.py", "tests/tenders/test_award_edges.py"],
    EXACT: ["tests/money/test_exact.py"],
}


class Planted(NamedTuple):
    """One change: the file, what stands there, and what is put in its place."""

    file: str
    old: str
    new: str


PLANTED = [
    Planted(EXACT, "+ scaled.denominator) // (2", ") // (2"),
    Planted(
        EXACT, '("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3', '("BHD", "IQD", "JOD", "LYD", "OMR", "TND"), 3'
    ),
    Planted(f"{SCORE}/review.py", "score >= criterion.min_score", "score > criterion.min_score"),
    Planted(f"{SCORE}/review.py", "bid.price <= scheme.ceiling", "bid.price < scheme.ceiling"),
    Planted(f"{SCORE}/review.py", '"not met" if answer is False', '"not met" if not answer'),
    Planted(f"{SCORE}/review.py", "len(set(scores)) > 1", "len(set(scores)) > 2"),
    Planted(f"{SCORE}/compute.py", "admitted = [bid for bid in bids if bid.id not in out]", "admitted = bids"),
    Planted(f"{SCORE}/compute.py", "position = len(rows) + 1", 'position = rows[-1]["rank"] + 1 if rows else 1'),
    Planted(f"{SCORE}/compute.py", "(key(standing), standing.bid.id)", "key(standing)"),
    Planted(f"{SCORE}/compare.py", "max(NOTHING, 1 - (price - low) / low)", "1 - (price - low) / low"),
    Planted(f"{SCORE}/compare.py", "if low == high:", "if low > high:"),
    Planted(f"{SCORE}/compare.py", "(1 - sum(scheme.features.values(), NOTHING))", "1"),
    Planted(f"{SCORE}/compare.py", "bid, prices, review), scheme.criterion_places)", "bid, prices, review), None)"),
    Planted(f"{SCORE}/warnings.py", "bid.price <= far_under_mean", "bid.price < far_under_mean"),
    Planted(f"{SCORE}/warnings.py", "Fraction(70, 100)", "Fraction(69, 100)"),
    Planted(SCORECARD, "scores[c.id] < c.critical_below", "scores[c.id] <= c.critical_below"),
    Planted(SCORECARD, "shown = half_up(total, PLACES)", "shown = total"),
    Planted(SCORECARD, "Fraction(coverage) >= card.min_coverage", "Fraction(coverage) > card.min_coverage"),
    Planted(SCORECARD, "if text is not None}", "} if None not in row['scores'].values() else {}"),
    Planted(SCORECARD, "band.lowest_total <= shown", "band.lowest_total < shown"),
    Planted(f"{KRALJIC}/axes.py", "round_value(1 - mean if self.inverted else mean)", "round_value(mean)"),
    Planted(f"{KRALJIC}/axes.py", "return self.low <= score <= self.high", "return self.low < score <= self.high"),
    Planted(f"{KRALJIC}/axes.py", "float(half_up(Decimal(repr(value)), PLACES))", "value"),
    Planted(f"{KRALJIC}/compute.py", "item.risk.value >= thresholds", "item.risk.value > thresholds"),
    Planted(
        f"{KRALJIC}/sensitivity.py", "weight * (1 + uniform(-spread, spread))", "weight + uniform(-spread, spread)"
    ),
    Planted(f"{KRALJIC}/sensitivity.py", "thresholds[axis] + uniform(-spread, spread)", "thresholds[axis]"),
    Planted(f"{MATCH}/model.py", "max(self.absolute, base", "min(self.absolute, base"),
    Planted(f"{MATCH}/model.py", "return self.accepted - self.invoiced_before", "return self.accepted"),
    Planted(f"{MATCH}/compute.py", "if value > reference + allowed", "if value >= reference + allowed"),
    Planted(f"{MATCH}/compute.py", "value < reference - allowed", "value < reference"),
    Planted(f"{MATCH}/compute.py", "return max(outcomes,", "return min(outcomes,"),
    Planted(f"{MATCH}/compute.py", "min(row.unit_price, top_price)", "row.unit_price"),
    Planted(f"{MATCH}/compute.py", "NOTHING if faults else sum(", "sum("),
    Planted(f"{MATCH}/faults.py", "if taxes and bases != total", "if taxes and bases > total"),
    Planted(
        f"{AUCTION}/improvement.py", "if price > self.step.below(reference)", "if price >= self.step.below(reference)"
    ),
    Planted(
        f"{AUCTION}/improvement.py", "price < self.max_step.below(reference)", "price <= self.max_step.below(reference)"
    ),
    Planted(f"{AUCTION}/extension.py", "rank > extension.trigger_rank", "rank >= extension.trigger_rank"),
    Planted(
        f"{AUCTION}/extension.py", "state.extensions >= extension.max_count", "state.extensions > extension.max_count"
    ),
    Planted(f"{AUCTION}/extension.py", "state.close - extension.window <= at", "state.close - extension.window < at"),
    Planted(f"{AUCTION}/extension.py", "min(close, state.scheduled + extension.max_total)", "close"),
    *(
        Planted(
            f"{AUCTION}/extension.py",
            "_capped(state, extension, _wanted(state.close, extension, at))",
            f"(_wanted if extension.anchor is Anchor.{anchor} else "
            "lambda *_: _capped(state, extension, _wanted(*_)))(state.close, extension, at)",
        )
        for anchor in ("CLOSE", "BID", "RESET")
    ),
    Planted(f"{AUCTION}/extension.py", "if extension.max_count is not None and", "if False and"),
    Planted(f"{AUCTION}/extension.py", "close <= state.close:", "close < state.close:"),
    Planted(f"{AUCTION}/state.py", "at >= self.close", "at > self.close"),
    Planted(f"{AUCTION}/stretch.py", "form + rule.whole - 1 - rest", "form + rule.whole - rest"),
    Planted(f"{AUCTION}/stretch.py", "default=inf) + 1", "default=inf) + 2"),
    Planted(f"{AUCTION}/descent.py", "(price - low) // drop for", "(price - low) // drop + 1 for"),
    Planted(f"{AUCTION}/meeting.py", "if end < price < kept[-1]", "if end <= price < kept[-1] - 1"),
    Planted(f"{AUCTION}/settle.py", "*(price for price in turns if price <= race.best)", "*(0 for _ in turns)"),
    Planted(f"{AUCTION}/settle.py", "ceil(fall / room)", "0"),
    Planted(f"{AUCTION}/bid.py", "own is not None and price >= own.price", "own is not None and price > own.price"),
    Planted(f"{AUCTION}/bid.py", "price > rival[1] - buffer", "price >= rival[1] - buffer"),
    Planted(f"{AUCTION}/bid.py", "effective(amount) > rules.ceiling", "effective(amount) >= rules.ceiling"),
    Planted(
        f"{AUCTION}/rounds.py",
        "_weight(state.standing.get(bidder)), reverse=True",
        "_weight(state.standing.get(bidder))",
    ),
    Planted(f"{AUCTION}/race.py", "if amount < racer.floor:", "if amount <= racer.floor:"),
    Planted(f"{AUCTION}/dutch.py", "(rules.ticks.last + 1)", "rules.ticks.last"),
    Planted(f"{AWARD}/tiers.py", "if bid.all_units else below", "if not bid.all_units else below"),
    Planted(f"{AWARD}/tiers.py", "floor(start / lot.unit) + 1", "floor(start / lot.unit) + 2"),
    Planted(f"{AWARD}/offers.py", "days > rule.value", "days >= rule.value"),
    Planted(f"{AWARD}/tally.py", "due[bid.supplier] += bid.fixed_charge", "due[bid.supplier] += 0"),
]
