"""What follows from measuring, from strategies and from carried decisions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from procurement.events import (
    CategoryPositioned,
    DecisionCarried,
    PortfolioMeasured,
    PortfolioMeasurementRequested,
    StrategyApproved,
    StrategyOutdated,
    StrategyReturned,
    StrategySubmitted,
    SupplyPlanApproved,
)
from procurement.models import Cycle, Measurement, Strategy, SupplyPlan
from procurement.services import finish_measurement
from procurement.states import APPROVERS_AT, OutdatedBy, Quadrant, StrategyStatus
from srm.accounts.queries import people_with_role
from srm.authz import SYSTEM
from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.notifications.values import as_text
from srm.reference.models import Category
from suppliers.services import classify_supply

WORDS: dict[str, str] = {  # of the catalogues, for the reader's language
    Quadrant.STRATEGIC: gettext_noop("Strategic"), Quadrant.LEVERAGE: gettext_noop("Leverage"),
    Quadrant.BOTTLENECK: gettext_noop("Bottleneck"), Quadrant.ROUTINE: gettext_noop("Routine"),
}  # fmt: skip
OUTDATED: dict[str, str] = {
    OutdatedBy.MOVED: gettext_noop("The category has moved to another quadrant."),
    OutdatedBy.REVIEW: gettext_noop("Its review is due."),
}


@on(PortfolioMeasurementRequested)
def measure_portfolio(event: PortfolioMeasurementRequested, *, record: Event) -> None:
    """A worker measures what somebody asked for."""
    measurement = Measurement.objects.select_related("created_by").get(public_id=event.measurement)
    finish_measurement(measurement=measurement)


@on(PortfolioMeasured)
def classify(event: PortfolioMeasured, *, record: Event) -> None:
    """The same facts tell the classes by spend and by steadiness of demand."""
    classify_supply(by=SYSTEM)


@on(CategoryPositioned)
def tell_owner(event: CategoryPositioned, *, record: Event) -> None:
    """The owner hears when his category changes its quadrant."""
    category = Category.objects.select_related("owner").get(code=event.category)
    if not event.changed or category.owner is None:
        return
    word = as_text(WORDS[event.quadrant]) if event.quadrant else "?"
    notify(
        recipients=[category.owner], kind="procurement.category_moved", subject=category, event=record,
        url=reverse("procurement:category-detail", args=[category.public_id]),
        params={"category": category.name, "quadrant": word},
    )  # fmt: skip


@on(StrategyOutdated)
def tell_outdated(event: StrategyOutdated, *, record: Event) -> None:
    strategy = _strategy(record)
    people = {p for p in (strategy.category.owner, strategy.created_by) if p}
    _tell(people, "strategy_outdated", strategy, record, reason=as_text(OUTDATED.get(event.reason, event.reason)))


@on(StrategySubmitted)
def ask_approval(event: StrategySubmitted, *, record: Event) -> None:
    """Nobody is asked for what has been decided meanwhile."""
    strategy = _strategy(record)
    if strategy.status != StrategyStatus.SUBMITTED:
        return
    roles = APPROVERS_AT[strategy.approval_level]
    deciders = {p for role in roles for p in people_with_role(role).exclude(pk=strategy.created_by_id)}
    _tell(deciders, "strategy_asked", strategy, record)


@on(StrategyReturned)
def tell_returned(event: StrategyReturned, *, record: Event) -> None:
    strategy = _strategy(record)
    _tell([strategy.created_by], "strategy_returned", strategy, record, reason=event.comment)


@on(StrategyApproved)
def tell_approved(event: StrategyApproved, *, record: Event) -> None:
    strategy = _strategy(record)
    _tell([strategy.created_by], "strategy_approved", strategy, record)


@on(SupplyPlanApproved)
def tell_plan_approved(event: SupplyPlanApproved, *, record: Event) -> None:
    plan = SupplyPlan.objects.select_related("created_by").get(pk=record.subject_id)
    notify(
        recipients=[p for p in [plan.created_by] if p], kind="procurement.plan_approved", subject=plan, event=record,
        url=plan.get_absolute_url(), params={"number": plan.number},
    )  # fmt: skip


@on(DecisionCarried)
def tell_decision(event: DecisionCarried, *, record: Event) -> None:
    """Whoever owns a carried decision hears of it when the new cycle starts."""
    cycle = Cycle.objects.get(pk=record.subject_id)
    owners = [d.owner for d in cycle.decisions.filter(action=event.action).select_related("owner") if d.owner]
    notify(
        recipients=owners, kind="procurement.decision_mine", subject=cycle, event=record,
        url=cycle.get_absolute_url(), params={"action": event.action, "cycle": cycle.code},
    )  # fmt: skip


def _strategy(record: Event) -> Strategy:
    return Strategy.objects.select_related("category__owner", "created_by").get(pk=record.subject_id)


def _tell(people: Any, kind: str, strategy: Strategy, record: Event, **params: Any) -> None:
    notify(
        recipients=[p for p in people if p], kind=f"procurement.{kind}", subject=strategy, event=record,
        url=strategy.get_absolute_url(),
        params={"number": strategy.number, "category": strategy.category.name, **params},
    )  # fmt: skip
