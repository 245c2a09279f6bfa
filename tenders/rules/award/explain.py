"""Why there is no award, and why a lot stays short: what a buyer asks when the answer disappoints."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from math import comb
from time import monotonic

from tenders.rules.award.highs import Ending
from tenders.rules.award.offers import barring_rules, touches
from tenders.rules.award.question import Bid, Bundle, Question, Rule
from tenders.rules.award.solve import feasible, solve
from tenders.rules.award.tally import Tally
from tenders.rules.award.tiers import pieces

MOST_SETS = 200  # of one size are tried before a larger, already found set is good enough


def conflict(question: Question, seconds: float) -> list[int]:
    """A smallest set of rules found that cannot hold together (with no other rule given).

    First rules are dropped one by one as long as the rest stays impossible, which leaves a set without a
    superfluous member; then smaller sets are looked for among all rules.
    """
    ends_at = monotonic() + seconds
    core = list(question.rules)
    for rule in question.rules:
        rest = [one for one in core if one is not rule]
        if _impossible(question, rest, ends_at):
            core = rest
    for smaller in _smaller_sets(question, len(core)):
        if _impossible(question, list(smaller), ends_at):
            core = list(smaller)
            break
    return [rule.index for rule in core]


def _smaller_sets(question: Question, size: int) -> Iterator[tuple[Rule, ...]]:
    for count in range(1, size):
        if comb(len(question.rules), count) <= MOST_SETS:
            yield from combinations(question.rules, count)


def _impossible(question: Question, rules: list[Rule], ends_at: float) -> bool:
    left = ends_at - monotonic()
    return left > 0 and feasible(replace(question, rules=tuple(rules)), left) is Ending.INFEASIBLE


class Shortage(StrEnum):
    """Why a lot is not covered; the first that applies."""

    NO_OFFER = "no_offer"  # nobody bid for it
    BARRED = "barred"  # rules bar some offers, and what is left is too little
    TOO_LITTLE = "too_little"  # even all offers together are less than the lot
    RULES = "rules"  # enough is offered, but only with these rules left out
    LIMITS = "limits"  # minimums, suppliers' limits or other lots use it up


@dataclass(frozen=True)
class Explanation:
    """The reason one lot is short, with the indices of the rules that have part in it."""

    lot: str
    reason: Shortage
    rules: tuple[int, ...] = ()


def explain_uncovered(question: Question, tally: Tally, seconds: float) -> list[Explanation]:
    """One explanation for each lot that the award leaves short, in the lots' order."""
    ends_at = monotonic() + seconds
    return [_explain(question, lot, ends_at) for lot in tally.uncovered]


def _explain(question: Question, lot: str, ends_at: float) -> Explanation:
    everything: list[Bid | Bundle] = [*question.bids, *question.bundles]
    offers = [offer for offer in everything if touches(offer, (lot,))]
    barring = {index for offer in offers for index in barring_rules(question, offer)}
    if not offers:
        return Explanation(lot, Shortage.NO_OFFER)
    if not _enough(question, lot, offers):
        return Explanation(lot, Shortage.TOO_LITTLE)
    if not _enough(question, lot, [offer for offer in offers if not barring_rules(question, offer)]):
        return Explanation(lot, Shortage.BARRED, tuple(sorted(barring)))
    freeing = tuple(rule.index for rule in question.rules if _frees(question, rule, lot, ends_at))
    return Explanation(lot, Shortage.RULES if freeing else Shortage.LIMITS, freeing)


def _enough(question: Question, lot: str, offers: list) -> bool:
    wanted = question.lots[lot]
    bids = [pieces(offer, wanted) for offer in offers if isinstance(offer, Bid)]
    most = sum(ranges[-1].most for ranges in bids if ranges)
    return len(bids) < len(offers) or most >= wanted.units


def _frees(question: Question, rule: Rule, lot: str, ends_at: float) -> bool:
    """Whether the lot is covered once this one rule is left out."""
    others = replace(question, rules=tuple(one for one in question.rules if one is not rule))
    solved = solve(others, ends_at - monotonic(), cost_only=True)
    return solved.award is not None and lot not in Tally(others, solved.award).uncovered
