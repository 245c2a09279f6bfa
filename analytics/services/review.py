"""Looking at a cycle: measured against its goals, findings decided, and carried into the next one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.events import (
    CycleMeasured,
    FindingAdded,
    FindingDecided,
    FindingDropped,
    ReviewClosed,
    ReviewOpened,
)
from analytics.models import CycleReview, Finding, Measure
from analytics.policies.review import may_add_finding, may_decide_finding, may_review_cycle
from analytics.queries import measure_period
from analytics.rules.measure import BY_CODE, KINDS
from analytics.states import FindingStatus
from procurement.models import Cycle
from procurement.services import DecisionInput, GoalInput, begin_review, close_cycle_row, start_successor
from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record


@transaction.atomic
def open_review(*, cycle: Cycle, by: Any) -> CycleReview:
    """Begin the review of a running cycle and measure it. Records ReviewOpened."""
    require(may_review_cycle(by), _("Cycles are reviewed by the head of procurement."))
    begin_review(cycle=cycle, by=by)
    review, _created = CycleReview.objects.get_or_create(cycle=cycle, defaults={"created_by": person(by)})
    record(ReviewOpened(cycle.code), subject=review, by=by)
    return measure_cycle(review=review, by=by)


@transaction.atomic
def measure_cycle(*, review: CycleReview, by: Any) -> CycleReview:
    """Measure the cycle's period anew, until it is closed. Records CycleMeasured."""
    require(may_review_cycle(by), _("Cycles are reviewed by the head of procurement."))
    review = _locked(review)
    _refuse_closed(review)
    cycle = review.cycle
    found, goals = measure_period((cycle.starts_on, cycle.ends_on)), {g.measure: g for g in cycle.goals.all()}
    review.measures.all().delete()
    rows = Measure.objects.bulk_create(_measure(review, kind, found, goals) for kind in KINDS)
    review.measured_at = database_now()
    review.save(update_fields=["measured_at"])
    judged = [row.is_met for row in rows if row.is_met is not None]
    record(CycleMeasured(cycle.code, sum(judged), len(judged)), subject=review, by=by)
    return review


@transaction.atomic
def add_finding(
    *, review: CycleReview, stage: str, problem: str, by: Any, evidence: str = "", evidence_link: str = "",
    owner: Any = None,
) -> Finding:  # fmt: skip
    """Note what was found, with its evidence. Records FindingAdded."""
    require(may_add_finding(by), _("Findings are added by procurement and the auditor."))
    review = _locked(review)
    _refuse_closed(review)
    if not problem.strip():
        raise Invalid({"problem": _("Say what was found.")})
    finding = Finding.objects.create(
        review=review, stage=stage, problem=problem, evidence=evidence, evidence_link=evidence_link, owner=owner,
        created_by=person(by),
    )  # fmt: skip
    record(FindingAdded(problem), subject=review, by=by)
    return finding


@transaction.atomic
def decide_finding(*, finding: Finding, action: str, owner: Any, by: Any, expected_effect: str = "") -> Finding:
    """Decide what is done about it, by whom, with what effect expected. Records FindingDecided."""
    finding = _finding(finding, by)
    if not action.strip() or owner is None:
        raise Invalid({"action": _("Say what is done, and by whom.")})
    finding.action, finding.owner, finding.expected_effect = action, owner, expected_effect
    finding.status = FindingStatus.DECIDED
    finding.save()
    record(FindingDecided(finding.problem, action), subject=finding.review, by=by)
    return finding


@transaction.atomic
def drop_finding(*, finding: Finding, reason: str, by: Any) -> Finding:
    """Let it be, with a reason. Records FindingDropped."""
    finding = _finding(finding, by)
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    finding.status, finding.action = FindingStatus.DROPPED, reason
    finding.save(update_fields=["status", "action"])
    record(FindingDropped(finding.problem, reason), subject=finding.review, by=by)
    return finding


@transaction.atomic
def close_cycle(
    *, review: CycleReview, code: str, starts_on: date, ends_on: date, by: Any,
    goals: Sequence[GoalInput] | None = None, summary: str = "",
) -> Cycle:  # fmt: skip
    """Close the cycle and start the next, which inherits the decisions (and the goals, unless new ones are given).

    What was not decided moves on as an open problem. Records ReviewClosed.
    """
    require(may_review_cycle(by), _("Cycles are closed by the head of procurement."))
    review = _locked(review)
    _refuse_closed(review)
    cycle = close_cycle_row(cycle=review.cycle, by=by)
    successor = start_successor(
        cycle=cycle, code=code, starts_on=starts_on, ends_on=ends_on, by=by,
        goals=_inherited(cycle) if goals is None else goals, decisions=_decisions(review),
    )  # fmt: skip
    review.closed_at, review.summary = database_now(), summary or review.summary
    review.save(update_fields=["closed_at", "summary"])
    record(ReviewClosed(cycle.code, successor.code), subject=review, by=by)
    return successor


def _measure(review: CycleReview, kind: Any, found: dict, goals: dict) -> Measure:
    goal = goals.get(kind.code)
    return Measure(
        review=review, stage=kind.stage, code=kind.code, value=found[kind.code].value, count=found[kind.code].count,
        goal=goal.target if goal else None, at_least=goal.at_least if goal else BY_CODE[kind.code].at_least,
    )  # fmt: skip


def _inherited(cycle: Cycle) -> list[GoalInput]:
    return [GoalInput(g.stage, g.measure, g.target, g.at_least) for g in cycle.goals.all()]


def _decisions(review: CycleReview) -> list[DecisionInput]:
    rows = review.findings.exclude(status=FindingStatus.DROPPED).select_related("owner").order_by("pk")
    return [
        DecisionInput(
            stage=f.stage, problem=f.problem, action=f.action or _("Not decided yet"), owner=f.owner,
            expected_effect=f.expected_effect, source_key=f"finding:{f.public_id}",
        )
        for f in rows
    ]  # fmt: skip


def _finding(finding: Finding, by: Any) -> Finding:
    finding = Finding.objects.select_for_update(of=("self",)).select_related("review__cycle").get(pk=finding.pk)
    require(may_decide_finding(by, finding), _("The head of procurement or the owner decides."))
    _refuse_closed(finding.review)
    return finding


def _refuse_closed(review: CycleReview) -> None:
    if review.closed_at:
        raise Refused(_("This review is closed."), code="wrong_state")


def _locked(review: CycleReview) -> CycleReview:
    return CycleReview.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=review.pk)
