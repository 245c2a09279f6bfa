"""Category strategies: proposed by the quadrant, decided by people, approved by another than the author."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from procurement.events import (
    StrategyApproved,
    StrategyDrafted,
    StrategyReturned,
    StrategySubmitted,
)
from procurement.models import Position, Strategy
from procurement.policies.planning import may_approve_strategy, may_draft_strategy, may_edit_strategy
from procurement.queries.cycle import current_cycle
from procurement.queries.proposal import ProposalFor, quadrant_proposal
from procurement.queries.strategy import quadrant_now
from procurement.rules.rhythm import months_from
from procurement.services.strategy_document import CHOICES, ROWS, complete, criteria_rows, faults, proposed_document
from procurement.states import STRATEGY, Quadrant, StrategyStatus
from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import next_number
from suppliers.services import set_review_rhythm

EDITABLE = frozenset({*CHOICES, *ROWS, "criteria", "review_on", "overruled_reason"})


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
    strategy, proposal = sketch_strategy(category)
    strategy.number, strategy.created_by = next_number("ST"), person(by)
    strategy.version = (category.strategies.aggregate(last=Max("version"))["last"] or 0) + 1
    apply_choices(strategy, choices, proposal)
    strategy.save()
    record(StrategyDrafted(strategy.version), subject=strategy, by=by)
    return strategy


def sketch_strategy(category: Category) -> tuple[Strategy, ProposalFor]:
    """Return the next version as the quadrant proposes it, written nowhere; goals start where they stand now."""
    position = Position.objects.current().filter(category=category).first()
    quadrant = position.quadrant if position else ""
    proposal = quadrant_proposal(category, quadrant)
    strategy = Strategy(
        category=category, quadrant=quadrant, review_on=months_from(organisation_today(), proposal.review_months),
        criteria=criteria_rows(proposal.criteria), **_proposed(proposal),
    )  # fmt: skip
    for name, rows in proposed_document(strategy, proposal).items():
        setattr(strategy, name, rows)
    return strategy, proposal


@transaction.atomic
def update_strategy(*, strategy: Strategy, by: Any, **choices: Any) -> Strategy:
    """Change a draft; its author only. It is then written for the quadrant in which the category stands now.

    Raises Invalid when it differs from the proposal without a reason.
    """
    strategy = _locked(strategy)
    require(may_edit_strategy(by, strategy), _("Only its author changes a draft."))
    if not STRATEGY.allows(strategy, "submit"):
        raise Refused(_("Only a draft is changed: write the next version."), code="wrong_state")
    strategy.quadrant = quadrant_now(strategy)
    apply_choices(strategy, choices, quadrant_proposal(strategy.category, strategy.quadrant))
    strategy.save()
    return strategy


@transaction.atomic
def submit_strategy(*, strategy: Strategy, by: Any) -> Strategy:
    """Ask another to approve it. Records StrategySubmitted. Raises Refused when the category has moved since."""
    strategy = _locked(strategy)
    require(may_edit_strategy(by, strategy), _("Only its author sends it."))
    _check_quadrant(strategy)
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
    """Put it in force with its evidence frozen; the version before is replaced. Records StrategyApproved.

    From now on its category's suppliers are reviewed in its rhythm. Raises Refused when the category has moved since
    it was written: it would be out of date from the first day.
    """
    Category.objects.select_for_update().get(pk=strategy.category_id)  # first, as whoever positions it does
    strategy = _locked(strategy)
    require(may_approve_strategy(by, strategy), _("Another than the author decides."))
    _check_quadrant(strategy)
    for old in strategy.category.strategies.in_force().exclude(pk=strategy.pk):
        STRATEGY.perform(old, "retire")
    position = Position.objects.current().filter(category=strategy.category).first()
    STRATEGY.perform(
        strategy, "approve", approved_by=by, approved_at=database_now(), evidence=_frozen(position),
        cycle=current_cycle(),
    )  # fmt: skip
    set_review_rhythm(category=strategy.category, months=strategy.supplier_review_months, source=strategy.number, by=by)
    record(StrategyApproved(strategy.version, strategy.quadrant, strategy.procedure), subject=strategy, by=by)
    return strategy


def _check_quadrant(strategy: Strategy) -> None:
    now = quadrant_now(strategy)
    if now != strategy.quadrant:
        text = _("The category has moved to %(quadrant)s since this was written: its author changes the draft first.")
        raise Refused(text % {"quadrant": Quadrant(now).label}, code="category_moved")


def _proposed(proposal: ProposalFor) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in CHOICES}


def apply_choices(strategy: Strategy, choices: Mapping[str, Any], proposal: ProposalFor) -> None:
    """Lay choices on a strategy in memory. Raises Invalid with what is wrong, by field."""
    errors: dict[str, Any] = {name: _("This cannot be changed.") for name in choices if name not in EDITABLE}
    for name in choices.keys() & EDITABLE:
        setattr(strategy, name, choices[name])
    errors |= dict(faults(strategy))
    differs = [name for name in CHOICES if getattr(strategy, name) != getattr(proposal, name)]
    if differs and not strategy.overruled_reason.strip():
        errors["overruled_reason"] = _("Say why you differ from what the quadrant proposes.")
    if errors:
        raise Invalid(errors)
    complete(strategy)


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
