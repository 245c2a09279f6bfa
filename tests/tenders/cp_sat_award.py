"""Whole awards by CP-SAT, every kind of rule and every goal: one yes/no for each quantity of each bid.

Nothing of it is known to tenders.rules.award: tiers and limits become tables of amounts (award_enumeration).
"""

from fractions import Fraction as F
from math import lcm

from ortools.sat.python import cp_model

from tests.tenders.award_enumeration import amount, quantities_of


class Offer:
    """A bid or bundle: taken or not, its quantity by lot and its amount, as lists of (factor, variable)."""

    def __init__(self, row, used, quantities, amount, position=None):
        self.row, self.used, self.quantities, self.amount, self.position = row, used, quantities, amount, position


class Peer:
    def __init__(self, question):
        self.question, self.model = question, cp_model.CpModel()
        self.lots = {lot["id"]: lot for lot in question["lots"]}
        self.suppliers = {row["id"]: row for row in question.get("suppliers", [])}
        self.rules = question.get("rules", [])
        self.offers = [self._bid(at, bid) for at, bid in enumerate(question["bids"])]
        self.offers += [self._bundle(bundle) for bundle in question.get("bundles", [])]
        self.names = sorted({offer.row["supplier"] for offer in self.offers})
        self.short = [(F(1) / F(lot["quantity"]), *self._cover(lot)) for lot in question["lots"]]
        for name in self.names:
            self._limits(name)
        for rule in self.rules:
            getattr(self, f"_{rule['kind']}")(rule)

    def _bid(self, at, bid):
        lot = self.lots[bid["lot"]]
        choices = [(q, self.model.new_bool_var("")) for q in quantities_of(lot, bid)]
        self.model.add_exactly_one(one for _, one in choices)
        priced = [(amount(bid, q), one) for q, one in choices if q]
        used = self.model.new_bool_var("")
        self.model.add(used + choices[0][1] == 1)
        return Offer(bid, used, {bid["lot"]: choices[1:]}, priced, at)

    def _bundle(self, bundle):
        used = self.model.new_bool_var("")
        inside = {lot: [(F(self.lots[lot]["quantity"]), used)] for lot in bundle["lots"]}
        return Offer(bundle, used, inside, [(F(bundle["amount"]), used)])

    def hold(self, terms, most, only_if=None):
        """Σ factor · variable ≤ most, in whole numbers."""
        scale = lcm(F(most).denominator, *(F(factor).denominator for factor, _ in terms))
        held = self.model.add(sum(int(factor * scale) * one for factor, one in terms) <= int(most * scale))
        if only_if is not None:
            held.only_enforce_if(only_if)

    def _cover(self, lot):
        """What stays uncovered of the lot, counted in thousandths."""
        size = F(lot["quantity"])
        bought = [part for o in self.offers if o.position is not None for part in o.quantities.get(lot["id"], [])]
        brought = [part for o in self.offers if o.position is None for part in o.quantities.get(lot["id"], [])]
        over = self.question.get("bundle_cover") == "at_least_once"
        self.hold(bought + ([] if over else brought), size)
        short = self.model.new_int_var(0, int(size * 1000), "")
        self.hold([(-factor, one) for factor, one in bought + brought] + [(F(-1, 1000), short)], -size)
        return F(1, 1000), short

    def _in(self, lots, supplier=None):
        named = set(lots)
        mine = (o for o in self.offers if supplier in (None, o.row["supplier"]))
        return [o for o in mine if named & set(o.quantities)]

    def wins(self, supplier, lots):
        """A yes/no that says whether he wins anything in these lots."""
        won = self.model.new_bool_var("")
        self.model.add_max_equality(won, [0, *(o.used for o in self._in(lots, supplier))])
        return won

    def measure(self, of, lots, supplier=None):
        offers = self._in(lots, supplier)
        if of == "value":
            return [part for o in offers for part in o.amount]
        return [part for o in offers for lot, parts in o.quantities.items() if lot in lots for part in parts]

    def _limits(self, name):
        limits, won = self.suppliers.get(name, {}), self.wins(name, self.lots)
        for of in ("quantity", "value"):
            total = self.measure(of, self.lots, name)
            if f"max_{of}" in limits:
                self.hold(total, F(limits[f"max_{of}"]))
            if f"min_{of}" in limits:
                self.hold([(-factor, one) for factor, one in total], -F(limits[f"min_{of}"]), won)

    def _named(self, rule):
        return rule.get("lots") or list(self.lots)

    def _bound(self, rule):
        return self.names if rule["supplier"] == "*" else [rule["supplier"]]

    def _max_suppliers(self, rule):
        self.model.add(sum(self.wins(name, self._named(rule)) for name in self.names) <= rule["value"])

    def _min_suppliers(self, rule):
        self.model.add(sum(self.wins(name, self._named(rule)) for name in self.names) >= rule["value"])

    def _require(self, rule):
        self.model.add(self.wins(rule["supplier"], self._named(rule)) == 1)

    def _exclude(self, rule):
        for offer in self._in(self._named(rule), rule["supplier"]):
            self.model.add(offer.used == 0)

    def _max_lots(self, rule):
        for name in self._bound(rule):
            self.model.add(sum(self.wins(name, [lot]) for lot in self.lots) <= rule["value"])

    def _share(self, rule, name, sign, only_if=None):
        value, lots = F(rule["value"]), self._named(rule)
        everyone = [(-sign * value * factor, one) for factor, one in self.measure(rule["of"], lots)]
        his = [(sign * factor, one) for factor, one in self.measure(rule["of"], lots, name)]
        self.hold(his + everyone, F(0), only_if)

    def _max_share(self, rule):
        for name in self._bound(rule):
            self._share(rule, name, 1)

    def _min_share(self, rule):
        for name in self._bound(rule) if F(rule["value"]) else []:
            won = self.wins(name, self._named(rule))
            if rule["supplier"] != "*":
                self.model.add(won == 1)
            self._share(rule, name, -1, won)

    def _favour(self, rule):
        pass

    def _max_delivery_days(self, rule):
        for offer in self.offers:
            if offer.row.get("delivery_days", rule["value"] + 1) > rule["value"]:
                self.model.add(offer.used == 0)

    def _min_score(self, rule):
        for offer in self.offers:
            if F(self.suppliers.get(offer.row["supplier"], {}).get("score", -1)) < F(rule["value"]):
                self.model.add(offer.used == 0)

    def goals(self):
        yield [(share * unit, short) for share, unit, short in self.short]
        bids = [(o, part) for o in self.offers if o.position is not None for part in o.quantities[o.row["lot"]]]
        shares = [(o, q / F(self.lots[o.row["lot"]]["quantity"]), one) for o, (q, one) in bids]
        if self.question.get("objective") == "points":
            yield [(-F(o.row.get("points", 0)) * share, one) for o, share, one in shares]
        won = {name: self.wins(name, self.lots) for name in self.names}
        yield [
            *((self._factor(o) * factor, one) for o in self.offers for factor, one in o.amount),
            *((F(o.row.get("fixed_charge", 0)), o.used) for o in self.offers),
            *((F(self.suppliers.get(name, {}).get("fixed_charge", 0)), one) for name, one in won.items()),
        ]
        yield [(F(1), one) for one in won.values()]
        yield [(o.position * share, one) for o, share, one in shares]

    def _factor(self, offer):
        factor = F(1)
        for rule in self.rules:
            if rule["kind"] == "favour" and rule["supplier"] == offer.row["supplier"]:
                factor *= 1 - F(rule["percent"]) / 100
        return factor


def best_goals(question):
    """The values of all goals as text, each the best with the earlier ones fixed; None if no award is allowed."""
    peer, reached = Peer(question), []
    for terms in peer.goals():
        scale = lcm(*(F(factor).denominator for factor, _ in terms))
        peer.model.minimize(sum(int(factor * scale) * one for factor, one in terms))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = 60
        ending = solver.solve(peer.model)
        if ending == cp_model.INFEASIBLE and not reached:
            return None
        assert ending == cp_model.OPTIMAL, solver.status_name(ending)
        value = sum(factor * solver.value(one) for factor, one in terms) if terms else F(0)
        peer.hold(terms, value)
        reached.append(str(F(value)))
    return reached
