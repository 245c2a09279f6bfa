"""The exact second look: does an award keep every limit of its offers and every rule of its buyer?"""

from collections.abc import Callable

from tenders.rules.award.offers import bars
from tenders.rules.award.question import EVERYONE, Rule, Supplier
from tenders.rules.award.tally import Tally
from tenders.rules.award.tiers import pieces


def keeps_all(tally: Tally) -> bool:
    """Whether the award may stand: offers, lots, suppliers and rules."""
    return keeps_offers(tally) and all(keeps_rule(tally, rule) for rule in tally.question.rules)


def keeps_offers(tally: Tally) -> bool:
    question = tally.question
    return (
        all(_keeps_bid(tally, position, units) for position, units in tally.award.units.items())
        and all(_keeps_lot(tally, lot) for lot in question.lots)
        and all(_keeps_supplier(tally, question.suppliers[winner]) for winner in tally.winners)
    )


def _keeps_bid(tally: Tally, position: int, units: int) -> bool:
    bid = tally.question.bids[position]
    return any(p.least <= units <= p.most for p in pieces(bid, tally.question.lots[bid.lot]))


def _keeps_lot(tally: Tally, lot: str) -> bool:
    """Unit bids never exceed the lot; a bundle takes the whole lot, and only over-cover lets others in."""
    counted = tally.bought[lot] if tally.question.over_cover else tally.supplied(lot)
    return counted <= tally.question.lots[lot].quantity


def _keeps_supplier(tally: Tally, supplier: Supplier) -> bool:
    everywhere = tuple(tally.question.lots)
    quantity = tally.measure("quantity", everywhere, supplier.id)
    value = tally.measure("value", everywhere, supplier.id)
    return (
        (supplier.min_quantity is None or supplier.min_quantity <= quantity)
        and (supplier.max_quantity is None or quantity <= supplier.max_quantity)
        and (supplier.min_value is None or supplier.min_value <= value)
        and (supplier.max_value is None or value <= supplier.max_value)
    )


def keeps_rule(tally: Tally, rule: Rule) -> bool:
    return RULES.get(rule.kind, _keeps_filter)(tally, rule)


def _keeps_filter(tally: Tally, rule: Rule) -> bool:
    return not any(bars(tally.question, rule, offer) for offer in tally.offers)


def _keeps_max_suppliers(tally: Tally, rule: Rule) -> bool:
    return len(tally.winners_in(rule.lots)) <= rule.value


def _keeps_min_suppliers(tally: Tally, rule: Rule) -> bool:
    return len(tally.winners_in(rule.lots)) >= rule.value


def _keeps_require(tally: Tally, rule: Rule) -> bool:
    return rule.supplier in tally.winners_in(rule.lots)


def _keeps_max_lots(tally: Tally, rule: Rule) -> bool:
    bound = tally.winners if rule.supplier == EVERYONE else [rule.supplier]
    return all(len(tally.lots_of(supplier)) <= rule.value for supplier in bound)


def _keeps_max_share(tally: Tally, rule: Rule) -> bool:
    most = rule.value * tally.measure(rule.of, rule.lots)
    bound = tally.winners_in(rule.lots) if rule.supplier == EVERYONE else [rule.supplier]
    return all(tally.measure(rule.of, rule.lots, supplier) <= most for supplier in bound)


def _keeps_min_share(tally: Tally, rule: Rule) -> bool:
    """A named supplier must win to have a share; with `*` only winners are held to it."""
    winners = tally.winners_in(rule.lots)
    if rule.supplier != EVERYONE and rule.value > 0 and rule.supplier not in winners:
        return False
    least = rule.value * tally.measure(rule.of, rule.lots)
    bound = winners if rule.supplier == EVERYONE else [rule.supplier]
    return all(tally.measure(rule.of, rule.lots, supplier) >= least for supplier in bound)


def _keeps_favour(tally: Tally, rule: Rule) -> bool:
    return True


RULES: dict[str, Callable[[Tally, Rule], bool]] = {
    "max_suppliers": _keeps_max_suppliers,
    "min_suppliers": _keeps_min_suppliers,
    "require": _keeps_require,
    "max_lots": _keeps_max_lots,
    "max_share": _keeps_max_share,
    "min_share": _keeps_min_share,
    "favour": _keeps_favour,
}
