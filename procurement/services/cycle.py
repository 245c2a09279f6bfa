"""The cycle itself: started, reviewed, closed, and followed by one that inherits what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import (
    CycleClosed,
    CycleCreated,
    CycleReviewStarted,
    CycleStarted,
    DecisionCarried,
    DecisionCompleted,
)
from procurement.models import Cycle, CycleDecision, CycleGoal
from procurement.policies.planning import may_complete_decision, may_manage_cycle
from procurement.states import CYCLE
from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid
from srm.events.services import record


@dataclass(frozen=True)
class GoalInput:
    """A measure to reach in a stage; `at_least` False: the less the better."""

    stage: str
    measure: str
    target: Decimal
    at_least: bool = True


@dataclass(frozen=True)
class DecisionInput:
    """What the last review decided for the new cycle."""

    stage: str
    problem: str
    action: str
    source_key: str
    owner: Any = None
    expected_effect: str = ""


@transaction.atomic
def create_cycle(
    *, code: str, starts_on: date, ends_on: date, goals: Sequence[GoalInput], by: Any, predecessor: Cycle | None = None
) -> Cycle:
    """Plan a cycle with its goals. Records CycleCreated. Raises Invalid on a wrong period or a code in use."""
    require(may_manage_cycle(by), _("Cycles are kept by the head of procurement."))
    if ends_on <= starts_on:
        raise Invalid({"ends_on": _("The cycle must end after it starts.")})
    if Cycle.objects.filter(code=code).exists():
        raise Invalid({"code": _("This code is in use.")})
    cycle = Cycle.objects.create(
        code=code, starts_on=starts_on, ends_on=ends_on, predecessor=predecessor, owner=person(by),
        created_by=person(by),
    )  # fmt: skip
    CycleGoal.objects.bulk_create(
        CycleGoal(cycle=cycle, stage=g.stage, measure=g.measure, target=g.target, at_least=g.at_least) for g in goals
    )
    record(CycleCreated(code), subject=cycle, by=by)
    return cycle


@transaction.atomic
def start_cycle(*, cycle: Cycle, by: Any) -> Cycle:
    """Let a planned cycle run. Records CycleStarted."""
    return _move(cycle, "start", CycleStarted, by)


@transaction.atomic
def begin_review(*, cycle: Cycle, by: Any) -> Cycle:
    """Begin the review of a running cycle. Records CycleReviewStarted."""
    return _move(cycle, "review", CycleReviewStarted, by)


@transaction.atomic
def close_cycle_row(*, cycle: Cycle, by: Any) -> Cycle:
    """Close a reviewed cycle; analytics does so together with starting the next. Records CycleClosed."""
    return _move(cycle, "close", CycleClosed, by)


@transaction.atomic
def start_successor(
    *, cycle: Cycle, code: str, starts_on: date, ends_on: date, goals: Sequence[GoalInput],
    decisions: Sequence[DecisionInput], by: Any,
) -> Cycle:  # fmt: skip
    """Start the next cycle with what was decided for it. Records CycleCreated, DecisionCarried, CycleStarted."""
    successor = create_cycle(code=code, starts_on=starts_on, ends_on=ends_on, goals=goals, predecessor=cycle, by=by)
    for decision in decisions:
        CycleDecision.objects.create(
            cycle=successor, stage=decision.stage, problem=decision.problem, action=decision.action,
            owner=decision.owner, expected_effect=decision.expected_effect, source_key=decision.source_key,
        )  # fmt: skip
        record(DecisionCarried(decision.action), subject=successor, by=by)
    return start_cycle(cycle=successor, by=by)


@transaction.atomic
def complete_decision(*, decision: CycleDecision, by: Any) -> CycleDecision:
    """Tick off a carried decision; its owner or the head of procurement. Records DecisionCompleted."""
    decision = CycleDecision.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=decision.pk)
    require(may_complete_decision(by, decision), _("Only its owner may tick this off."))
    if decision.done_at is None:
        decision.done_at = database_now()
        decision.save(update_fields=["done_at"])
        record(DecisionCompleted(decision.action), subject=decision.cycle, by=by)
    return decision


def _move(cycle: Cycle, verb: str, event: type, by: Any) -> Cycle:
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    require(may_manage_cycle(by), _("Cycles are kept by the head of procurement."))
    CYCLE.perform(cycle, verb)
    record(event(cycle.code), subject=cycle, by=by)
    return cycle
