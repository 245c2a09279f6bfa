"""What an award comes to, exactly: quantities, amounts, winners and the values of the goals."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tenders.rules.award.offers import touches
from tenders.rules.award.question import Award, Bid, Bundle, Question
from tenders.rules.award.tiers import amount_of


@dataclass(frozen=True)
class Tally:
    """An award read against its question. Nothing here has been through a float."""

    question: Question
    award: Award

    @cached_property
    def bids(self) -> list[Bid]:
        return [self.question.bids[position] for position in sorted(self.award.units)]

    @cached_property
    def bundles(self) -> list[Bundle]:
        return [bundle for bundle in self.question.bundles if bundle.id in self.award.bundles]

    @cached_property
    def offers(self) -> list[Bid | Bundle]:
        return [*self.bids, *self.bundles]

    @cached_property
    def winners(self) -> list[str]:
        won = {offer.supplier for offer in self.offers}
        return [supplier for supplier in self.question.suppliers if supplier in won]

    def winners_in(self, lots: Iterable[str]) -> set[str]:
        named = frozenset(lots)
        return {offer.supplier for offer in self.offers if touches(offer, named)}

    def lots_of(self, supplier: str) -> set[str]:
        mine = [offer for offer in self.offers if offer.supplier == supplier]
        return {lot for offer in mine for lot in ([offer.lot] if isinstance(offer, Bid) else offer.lots)}

    def quantity(self, bid: Bid) -> Fraction:
        return self.award.units[bid.position] * self.question.lots[bid.lot].unit

    def amount(self, bid: Bid) -> Fraction:
        return amount_of(bid, self.question.lots[bid.lot], self.award.units[bid.position])

    @cached_property
    def bought(self) -> dict[str, Fraction]:
        """Quantity per lot bought through bids of a unit price."""
        bought = dict.fromkeys(self.question.lots, Fraction(0))
        for bid in self.bids:
            bought[bid.lot] += self.quantity(bid)
        return bought

    @cached_property
    def bundled(self) -> dict[str, Fraction]:
        """Quantity per lot that comes in bundles."""
        bundled = dict.fromkeys(self.question.lots, Fraction(0))
        for lot in (lot for bundle in self.bundles for lot in bundle.lots):
            bundled[lot] += self.question.lots[lot].quantity
        return bundled

    def supplied(self, lot: str) -> Fraction:
        """Awarded quantity of the lot, over-cover included."""
        return self.bought[lot] + self.bundled[lot]

    @cached_property
    def uncovered(self) -> dict[str, Fraction]:
        short = {lot.id: lot.quantity - self.supplied(lot.id) for lot in self.question.lots.values()}
        return {lot: quantity for lot, quantity in short.items() if quantity > 0}

    @cached_property
    def uncovered_share(self) -> Fraction:
        lots = self.question.lots
        return sum((short / lots[lot].quantity for lot, short in self.uncovered.items()), Fraction(0))

    def measure(self, of: str, lots: tuple[str, ...], supplier: str | None = None) -> Fraction:
        """Quantity or value awarded in the lots, to one supplier or (None) to everyone.

        A bundle counts with the quantities of its named lots. Its amount has no split by lot, so it counts
        whole as soon as it supplies one named lot.
        """
        named = frozenset(lots)
        mine = [o for o in self.offers if supplier in (None, o.supplier) and touches(o, named)]
        return sum((self._measure(of, offer, named) for offer in mine), Fraction(0))

    def _measure(self, of: str, offer: Bid | Bundle, named: frozenset[str]) -> Fraction:
        if isinstance(offer, Bid):
            return self.quantity(offer) if of == "quantity" else self.amount(offer)
        if of == "value":
            return offer.amount
        return sum((self.question.lots[lot].quantity for lot in offer.lots if lot in named), Fraction(0))

    @cached_property
    def charges(self) -> dict[str, Fraction]:
        """What each winner charges besides his prices: once for himself and once per bid used."""
        due = {supplier: self.question.suppliers[supplier].fixed_charge for supplier in self.winners}
        for bid in self.bids:
            due[bid.supplier] += bid.fixed_charge
        return due

    @cached_property
    def cost(self) -> Fraction:
        prices = sum((self.amount(bid) for bid in self.bids), Fraction(0))
        return prices + sum(b.amount for b in self.bundles) + sum(self.charges.values())

    @cached_property
    def compared_cost(self) -> Fraction:
        """Cost with favoured suppliers' prices and bundles lowered, their charges not."""
        factor = self.question.favour_factor
        prices = sum((self.amount(bid) * factor(bid.supplier) for bid in self.bids), Fraction(0))
        bundles = sum(b.amount * factor(b.supplier) for b in self.bundles)
        return prices + bundles + sum(self.charges.values())
