"""Which offers the filtering rules leave in the comparison."""

from tenders.rules.award.question import Bid, Bundle, Question, Rule


def usable_bids(question: Question) -> list[Bid]:
    return [bid for bid in question.bids if not barring_rules(question, bid)]


def usable_bundles(question: Question) -> list[Bundle]:
    return [bundle for bundle in question.bundles if not barring_rules(question, bundle)]


def barring_rules(question: Question, offer: Bid | Bundle) -> list[int]:
    """Indices of the rules that forbid this offer altogether."""
    return [rule.index for rule in question.rules if bars(question, rule, offer)]


def bars(question: Question, rule: Rule, offer: Bid | Bundle) -> bool:
    """What is not stated does not pass: no score, no delivery days (a bundle never states any)."""
    if rule.kind == "exclude":
        return offer.supplier == rule.supplier and touches(offer, rule.lots)
    if rule.kind == "max_delivery_days":
        days = offer.delivery_days if isinstance(offer, Bid) else None
        return days is None or days > rule.value
    if rule.kind == "min_score":
        score = question.suppliers[offer.supplier].score
        return score is None or score < rule.value
    return False


def touches(offer: Bid | Bundle, lots: tuple[str, ...] | frozenset[str]) -> bool:
    if isinstance(offer, Bid):
        return offer.lot in lots
    return any(lot in lots for lot in offer.lots)
