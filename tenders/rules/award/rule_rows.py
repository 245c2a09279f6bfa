"""The buyer's rules as rows of the model. Filters did their work before; favour is in the comparison."""

from collections.abc import Callable
from fractions import Fraction

from tenders.rules.award.model import Model
from tenders.rules.award.offers import touches
from tenders.rules.award.program import Terms, plus, times
from tenders.rules.award.question import EVERYONE, Bundle, Rule


def add_rules(model: Model) -> None:
    for rule in model.question.rules:
        if rule.kind in ROWS:
            ROWS[rule.kind](model, rule)


def _winners(model: Model, rule: Rule) -> Terms:
    return plus(*(model.wins(supplier, rule.lots) for supplier in model.question.suppliers))


def _suppliers(model: Model, rule: Rule) -> list[str]:
    return list(model.question.suppliers) if rule.supplier == EVERYONE else [rule.supplier]


def _max_suppliers(model: Model, rule: Rule) -> None:
    model.program.at_most(_winners(model, rule), rule.value)


def _min_suppliers(model: Model, rule: Rule) -> None:
    model.program.at_least(_winners(model, rule), rule.value)


def _require(model: Model, rule: Rule) -> None:
    model.program.at_least(model.wins(rule.supplier, rule.lots), 1)


def _max_lots(model: Model, rule: Rule) -> None:
    for supplier in _suppliers(model, rule):
        model.program.at_most(plus(*(model.wins(supplier, [lot]) for lot in rule.lots)), rule.value)


def _max_share(model: Model, rule: Rule) -> None:
    """His measure − value × everyone's ≤ 0: linear, and true for who wins nothing."""
    everyone, whole = model.everyone(rule.of, rule.lots)
    for supplier in _suppliers(model, rule):
        his = model.measure(rule.of, rule.lots, supplier)
        model.program.at_most(plus(his, times(everyone, -rule.value)), rule.value * whole)


def _min_share(model: Model, rule: Rule) -> None:
    if not rule.value:
        return
    everyone, whole = model.everyone(rule.of, rule.lots)
    for supplier in _suppliers(model, rule):
        his = model.measure(rule.of, rule.lots, supplier)
        share = plus(his, times(everyone, -rule.value))
        wins = model.wins(supplier, rule.lots)
        if rule.supplier != EVERYONE:
            model.program.at_least(wins, 1)
            model.program.at_least(share, rule.value * whole)
        else:
            slack = rule.value * _most_awarded(model, rule)
            model.program.at_least(plus(share, times(wins, -slack)), rule.value * whole - slack)


def _most_awarded(model: Model, rule: Rule) -> Fraction:
    """A bound on what everyone together can win in the lots: each lot once, and on top what bundles may add."""
    offers = [line.offer for line in model.lines]
    bundles = [offer for offer in offers if isinstance(offer, Bundle) and touches(offer, rule.lots)]
    if rule.of == "value":
        return sum((bundle.amount for bundle in bundles), sum(map(model.dearest, rule.lots), Fraction(0)))
    twice = [lot for bundle in bundles for lot in bundle.lots if lot in rule.lots and model.covered_twice(lot)]
    return sum((model.question.lots[lot].quantity for lot in (*rule.lots, *twice)), Fraction(0))


ROWS: dict[str, Callable[[Model, Rule], None]] = {
    "max_suppliers": _max_suppliers,
    "min_suppliers": _min_suppliers,
    "require": _require,
    "max_lots": _max_lots,
    "max_share": _max_share,
    "min_share": _min_share,
}
