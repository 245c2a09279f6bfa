"""Category strategies: proposed by the quadrant, decided by people, approved by another than the author."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from procurement.events import (
    StrategyApproved,
    StrategyDrafted,
    StrategyOutdated,
    StrategyReturned,
    StrategySubmitted,
)
from procurement.models import Position, Strategy
from procurement.policies.planning import may_approve_strategy, may_draft_strategy, may_edit_strategy
from procurement.queries.proposal import quadrant_proposal
from procurement.states import STRATEGY, Quadrant, StrategyStatus
from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import next_number

REVIEW_AFTER = timedelta(days=365)
CHOICES = ("procedure", "auction_format", "price_weight", "minimum_bidders")
EDITABLE = frozenset({*CHOICES, "contract_months", "review_on", "goals", "levers", "overruled_reason"})


@transaction.atomic
def draft_strategy(*, category: Category, by: Any, **choices: Any) -> Strategy:
    """Draft the next version from what the quadrant proposes; `choices` overrule it. Records StrategyDrafted.

    Raises Refused without a position or with a draft already open, Invalid when it differs without a reason.
    """
    require(may_draft_strategy(by, category), _("Strategies are written by category managers."))
    category = Category.objects.select_for_update().get(pk=category.pk)
    position = Position.objects.current().filter(category=category).exclude(quadrant="").first()
    if position is None:
        raise Refused(_("Place the category on the matrix first."), code="no_position")
    open_ = [StrategyStatus.DRAFT, StrategyStatus.SUBMITTED]
    if category.strategies.filter(status__in=open_).exists():
        raise Refused(_("A draft of this strategy is open already."), code="draft_open")
    strategy = Strategy(
        number=next_number("ST"), category=category, quadrant=position.quadrant, created_by=person(by),
        version=(category.strategies.aggregate(last=Max("version"))["last"] or 0) + 1,
        review_on=organisation_today() + REVIEW_AFTER, **_proposed(category, position.quadrant),
    )  # fmt: skip
    _apply(strategy, choices)
    strategy.save()
    record(StrategyDrafted(strategy.version), subject=strategy, by=by)
    return strategy


@transaction.atomic
def update_strategy(*, strategy: Strategy, by: Any, **choices: Any) -> Strategy:
    """Change a draft; its author only. Raises Invalid when it differs from the proposal without a reason."""
    strategy = _locked(strategy)
    require(may_edit_strategy(by, strategy), _("Only its author changes a draft."))
    if not STRATEGY.allows(strategy, "submit"):
        raise Refused(_("Only a draft is changed: write the next version."), code="wrong_state")
    _apply(strategy, choices)
    strategy.save()
    return strategy


@transaction.atomic
def submit_strategy(*, strategy: Strategy, by: Any) -> Strategy:
    """Ask another to approve it. Records StrategySubmitted."""
    strategy = _locked(strategy)
    require(may_edit_strategy(by, strategy), _("Only its author sends it."))
    STRATEGY.perform(strategy, "submit")
    record(StrategySubmitted(strategy.version), subject=strategy, by=by)
    return strategy


@transaction.atomic
def return_strategy(*, strategy: Strategy, comment: str, by: Any) -> Strategy:
    """Give it back to its author, with a reason. Records StrategyReturned."""
    strategy = _locked(strategy)
    require(may_approve_strategy(by, strategy), _("Another than the author decides."))
    if not comment.strip():
        raise Invalid({"comment": _("Say why.")})
    STRATEGY.perform(strategy, "return")
    record(StrategyReturned(comment), subject=strategy, by=by)
    return strategy


@transaction.atomic
def approve_strategy(*, strategy: Strategy, by: Any) -> Strategy:
    """Put it in force with its evidence frozen; the version before is replaced. Records StrategyApproved."""
    strategy = _locked(strategy)
    require(may_approve_strategy(by, strategy), _("Another than the author decides."))
    Category.objects.select_for_update().get(pk=strategy.category_id)
    for old in strategy.category.strategies.in_force().exclude(pk=strategy.pk):
        STRATEGY.perform(old, "retire")
    position = Position.objects.current().filter(category=strategy.category).first()
    STRATEGY.perform(
        strategy, "approve", approved_by=by, approved_at=database_now(), evidence=_frozen(position)
    )  # fmt: skip
    record(StrategyApproved(strategy.version, strategy.quadrant, strategy.procedure), subject=strategy, by=by)
    return strategy


def outdate_strategy(*, category: Category, quadrant: str, by: Any) -> None:
    """Mark the strategy in force as out of date because the category has moved. Records StrategyOutdated."""
    strategy = category.strategies.filter(status=StrategyStatus.IN_FORCE).first()
    if strategy and strategy.quadrant != quadrant:
        words = {"old": _word(strategy.quadrant), "new": _word(quadrant)}
        reason = _("The category has moved from %(old)s to %(new)s.") % words
        STRATEGY.perform(strategy, "age", outdated_reason=reason)
        record(StrategyOutdated(reason), subject=strategy, by=by)


def _word(quadrant: str) -> str:
    return str(Quadrant(quadrant).label) if quadrant else "?"


def _proposed(category: Category, quadrant: str) -> dict[str, Any]:
    found = quadrant_proposal(category, quadrant)
    return {name: getattr(found, name) for name in CHOICES}


def _apply(strategy: Strategy, choices: dict[str, Any]) -> None:
    errors = {name: _("This cannot be changed.") for name in choices if name not in EDITABLE}
    for name in choices.keys() & EDITABLE:
        setattr(strategy, name, choices[name])
    proposal = _proposed(strategy.category, strategy.quadrant)
    differs = [name for name in CHOICES if getattr(strategy, name) != proposal[name]]
    if differs and not strategy.overruled_reason.strip():
        errors["overruled_reason"] = _("Say why you differ from what the quadrant proposes.")
    if not 0 <= strategy.price_weight <= 100:
        errors["price_weight"] = _("A weight lies between 0 and 100 %.")
    if errors:
        raise Invalid(errors)


def _locked(strategy: Strategy) -> Strategy:
    return Strategy.objects.select_for_update(of=("self",)).select_related("category").get(pk=strategy.pk)


def _frozen(position: Position | None) -> dict[str, Any]:
    if position is None:
        return {}
    return {
        "position": position.public_id,
        "supply_risk": str(position.supply_risk),
        "profit_impact": str(position.profit_impact),
        "stability": position.stability,
        "spend": str(position.spend),
        "criteria": position.evidence,
    }
