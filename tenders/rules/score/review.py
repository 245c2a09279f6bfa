"""Which bids are admitted: knock-outs, minimum scores, ceilings, and what the panel has not decided yet."""

from collections.abc import Callable
from fractions import Fraction
from statistics import median

from srm.money.exact import money_text, plain_text
from tenders.rules.score.model import Bid, Criterion, Exclusion, Review, Scheme


def review_bids(scheme: Scheme, bids: list[Bid]) -> Review:
    """Every criterion against every bid; a bid that fails several is listed once for each."""
    review = Review()
    judge: dict[str, Callable[[Scheme, Criterion, Bid, Review], str | None]]
    judge = {"price": _judge_price, "scored": _judge_scores, "pass_fail": _judge_answer}
    for bid in bids:
        for criterion in scheme.criteria:
            if reason := judge[criterion.kind](scheme, criterion, bid, review):
                review.excluded.append(Exclusion(bid.id, criterion.id, reason))
    return review


def _judge_price(scheme: Scheme, criterion: Criterion, bid: Bid, review: Review) -> str | None:
    if scheme.method != "points" or scheme.price_formula != "from_ceiling":
        return None
    if scheme.ceiling is None or bid.price <= scheme.ceiling:
        return None
    price, ceiling = (money_text(value, scheme.currency) for value in (bid.price, scheme.ceiling))
    return f"{price} is over the ceiling {ceiling}"


def _judge_scores(scheme: Scheme, criterion: Criterion, bid: Bid, review: Review) -> str | None:
    given = list(bid.scores.get(criterion.id, {}).values())
    score = aggregate(criterion.aggregate, given)
    if score is None:
        review.open.setdefault(criterion.id, []).append(bid.id)
        return None
    review.panel[bid.id, criterion.id] = score
    if criterion.min_score is None or score >= criterion.min_score:
        return None
    return f"{_score_text(score)} is below the minimum {plain_text(criterion.min_score)}"


def _judge_answer(scheme: Scheme, criterion: Criterion, bid: Bid, review: Review) -> str | None:
    answer = bid.answers.get(criterion.id)
    if answer is None:
        review.open.setdefault(criterion.id, []).append(bid.id)
    return "not met" if answer is False else None


def aggregate(kind: str, scores: list[Fraction]) -> Fraction | None:
    """The panel's score, or None while there is none: no score yet, or no consensus."""
    if not scores or (kind == "consensus" and len(set(scores)) > 1):
        return None
    return median(scores) if kind == "median" else sum(scores, Fraction(0)) / len(scores)


def _score_text(score: Fraction) -> str:
    """A score as given; a mean that never ends is shown as its fraction."""
    try:
        return plain_text(score)
    except ValueError:
        return str(score)
