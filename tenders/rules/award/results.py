"""The answer as text: exact numbers are rounded here, once, half up to the currency's minor unit."""

from fractions import Fraction
from typing import Any

from srm.money.exact import money_text, plain_text
from tenders.rules.award.highs import Ending
from tenders.rules.award.question import Question
from tenders.rules.award.rule_costs import Answer
from tenders.rules.award.solve import Solved
from tenders.rules.award.tally import Tally


def present(question: Question, answer: Answer, conflict: list[int]) -> dict[str, Any]:
    """The published result, its fields in their published order."""
    solved = answer.solved
    tally = None if solved.award is None else Tally(question, solved.award)
    result = {"status": solved.ending.value, **_costs(question, tally, solved), **_chosen(tally)}
    result["baseline"] = {"cost": _money(question, _cost(question, answer.baseline))}
    result["rule_costs"] = [
        {"rule": rule.index, "cost": _money(question, cost)}
        for rule, cost in zip(question.rules, answer.rule_costs, strict=True)
    ]
    saved = None if tally is None else savings(tally)
    if saved is not None:
        result["savings"] = money_text(saved, question.currency)
    if solved.ending is Ending.INFEASIBLE:
        result["conflict"] = conflict
    return result


def savings(tally: Tally) -> Fraction | None:
    """What the awarded quantities would have cost before, minus cost; None if a price is unknown."""
    lots = tally.question.lots
    awarded = {lot: tally.supplied(lot) for lot in lots if tally.supplied(lot)}
    before = [(lots[lot].baseline_unit_price, quantity) for lot, quantity in awarded.items()]
    if not before or any(price is None for price, _ in before):
        return None
    return sum((price * quantity for price, quantity in before if price is not None), -tally.cost)


def _money(question: Question, value: Fraction | None) -> str | None:
    return None if value is None else money_text(value, question.currency)


def _cost(question: Question, solved: Solved) -> Fraction | None:
    return None if solved.award is None else Tally(question, solved.award).cost


def _costs(question: Question, tally: Tally | None, solved: Solved) -> dict[str, Any]:
    if tally is None:
        bound = None if solved.ending is Ending.INFEASIBLE else solved.bound
        return {"cost": None, "compared_cost": None, "bound": _money(question, bound)}
    return {
        "cost": _money(question, tally.cost),
        "compared_cost": _money(question, tally.compared_cost),
        "bound": _money(question, solved.bound),
    }


def _chosen(tally: Tally | None) -> dict[str, Any]:
    if tally is None:
        return {"awards": [], "charges": [], "bundles": [], "uncovered": []}
    currency = tally.question.currency
    return {
        "awards": [
            {
                "supplier": bid.supplier,
                "lot": bid.lot,
                "quantity": plain_text(tally.quantity(bid)),
                "amount": money_text(tally.amount(bid), currency),
            }
            for bid in tally.bids
        ],
        "charges": [
            {"supplier": supplier, "amount": money_text(amount, currency)}
            for supplier, amount in tally.charges.items()
            if amount
        ],
        "bundles": [bundle.id for bundle in tally.bundles],
        "uncovered": [{"lot": lot, "quantity": plain_text(quantity)} for lot, quantity in tally.uncovered.items()],
    }
