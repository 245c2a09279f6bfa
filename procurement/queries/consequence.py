"""What happens if this request is sent now: money, stock, approvals, routes. Reads only; the draft may be unsaved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from procurement.models import Budget, Requisition, RequisitionLine, Stock
from procurement.queries.approval import asked_of
from procurement.queries.budget import budget_for, standing_of, wanted_of
from procurement.queries.pace import key_of_step, measured_steps, on_the_way
from procurement.queries.route import proposed_routes
from procurement.queries.rulebook import Rulebook
from procurement.queries.split import splits_of
from procurement.queries.stock import free_stock
from procurement.rules.approval import Step
from procurement.rules.budget import Standing
from procurement.rules.pace import usual, whole
from procurement.rules.split import Finding
from procurement.states import Route
from srm.accounts.models import User
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import Refused
from srm.reference.services import to_base

CENT = Decimal("0.01")
UNDER_CONTRACT = (Route.CONTRACT, Route.CATALOGUE, Route.STOCK)


@dataclass(frozen=True)
class BudgetEffect:
    """What a budget has, and what is left of it after this request."""

    budget: Budget
    standing: Standing
    wanted: Decimal

    @property
    def left_after(self) -> Decimal:
        return self.standing.left - self.standing.requested - self.wanted

    @property
    def is_exceeded(self) -> bool:
        return self.wanted > self.standing.left


@dataclass(frozen=True)
class StockOffer:
    """A line that stock could serve, wholly or in part."""

    line: RequisitionLine
    index: int
    stock: Stock
    free: Decimal
    take: Decimal
    saves: Decimal


@dataclass(frozen=True)
class Approver:
    """Who is asked, by which rule, and how long that usually takes (None: nothing was measured yet)."""

    who: User | str
    rule: str
    usual: timedelta | None


@dataclass(frozen=True)
class Incoming:
    """A line whose item is on its way already: ordered, or asked for by somebody else."""

    line: RequisitionLine
    ordered: Decimal
    asked: Decimal


@dataclass(frozen=True)
class RouteGroup:
    """The lines that go one way."""

    route: str
    lines: tuple[RequisitionLine, ...]


@dataclass(frozen=True)
class Consequences:
    total: Decimal
    under_contract: Decimal
    budgets: tuple[BudgetEffect, ...]
    offers: tuple[StockOffer, ...]
    incoming: tuple[Incoming, ...]
    approvers: tuple[Approver, ...]
    usual: timedelta | None  # until the last approval, by the median of past ones
    routes: tuple[RouteGroup, ...]
    splits: tuple[Finding, ...]

    @property
    def to_source(self) -> Decimal:
        return self.total - self.under_contract

    @property
    def saves(self) -> Decimal:
        return sum((offer.saves for offer in self.offers), Decimal(0))


def consequences_of(requisition: Requisition, lines: Sequence[RequisitionLine]) -> Consequences:
    """Return what sending the request with these lines would do, as far as it is filled in."""
    total = sum((line.amount for line in lines), Decimal(0))
    base_total, rate = _in_base(requisition, total)
    requisition.base_rate = requisition.base_rate or rate
    priced = [line for line in lines if line.category_id]
    routes = proposed_routes(priced) if requisition.cost_centre_id else []
    known = sum((li.amount for li, r in zip(priced, routes, strict=False) if r in UNDER_CONTRACT), Decimal(0))
    approvers, pace = _approvers(requisition, base_total, priced)
    return Consequences(
        total, known, _budgets(requisition, lines), _offers(requisition, lines), _incoming(requisition, lines),
        approvers, pace, _groups(priced, routes), tuple(splits_of(requisition, base_total, priced)),
    )  # fmt: skip


def _in_base(requisition: Requisition, total: Decimal) -> tuple[Decimal, Decimal]:
    try:
        return to_base(total, requisition.currency, organisation_today())
    except Refused:  # no rate known yet: said at submission
        return total, Decimal(1)


def _budgets(requisition: Requisition, lines: Sequence[RequisitionLine]) -> tuple[BudgetEffect, ...]:
    if not requisition.cost_centre_id:
        return ()
    today = organisation_today()
    wanted = wanted_of(lines, today)
    if not lines and (budget := budget_for(requisition.cost_centre, requisition.needed_on or today)):
        wanted[budget] = Decimal(0)
    return tuple(BudgetEffect(b, standing_of(b), value) for b, value in wanted.items())


def _offers(requisition: Requisition, lines: Sequence[RequisitionLine]) -> tuple[StockOffer, ...]:
    entity = requisition.cost_centre.legal_entity if requisition.cost_centre_id else None
    free, found = free_stock((line.item for line in lines if line.item), entity), []
    for index, line in enumerate(lines):
        places = free.get(line.item_id, []) if line.item_id else []
        take = min(sum((f for _s, f in places), Decimal(0)), line.quantity - line.from_stock)
        if places and take > 0:
            stock, amount = places[0]
            found.append(
                StockOffer(line, index, stock, amount, take, (take * line.unit_price).quantize(Decimal("0.01")))
            )
    return tuple(found)


def _incoming(requisition: Requisition, lines: Sequence[RequisitionLine]) -> tuple[Incoming, ...]:
    found = on_the_way(lines, but=requisition.pk)
    return tuple(Incoming(li, w.ordered, w.asked) for li in lines if li.item_id and (w := found.get(li.item_id)))


def _approvers(
    requisition: Requisition, base_total: Decimal, lines: Sequence[RequisitionLine]
) -> tuple[tuple[Approver, ...], timedelta | None]:  # fmt: skip
    if not requisition.department_id:
        return (), None
    steps = Rulebook().chain(asked_of(requisition, base_total, lines))
    people = User.objects.in_bulk({pk for s in steps for pk in (s.approver, *s.people) if pk})
    measured = measured_steps()
    taken = [(step.order, usual(key_of_step(step), measured)) for step in steps]
    found = tuple(_approver(step, people, pace) for step, (_order, pace) in zip(steps, taken, strict=True))
    return found, whole(taken)


def _approver(step: Step, people: dict[int, User], pace: timedelta | None) -> Approver:
    if step.role:
        return Approver(str(Role(step.role).label), step.rule, pace)
    if step.approver:
        return Approver(people[step.approver], step.rule, pace)
    return Approver(", ".join(people[pk].name for pk in step.people if pk in people), step.rule, pace)


def _groups(lines: Sequence[RequisitionLine], routes: Sequence[str]) -> tuple[RouteGroup, ...]:
    found: dict[str, list[RequisitionLine]] = {}
    for line, route in zip(lines, routes, strict=False):
        found.setdefault(route, []).append(line)
    return tuple(RouteGroup(route, tuple(rows)) for route, rows in found.items())
