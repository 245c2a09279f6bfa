"""The cycle that runs, how far it is, and what it means to reach."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.models import Cycle, CycleGoal
from procurement.states import Stage
from srm.clock import shown_today
from srm.reading import asked_once

GOAL_WORDS: dict[str, str | Promise] = {
    "planned_needs": _("Planned requisitions, %"),
    "need_to_bundle": _("Need to bundle, days"),
    "spend_bundled": _("Spend bundled, %"),
    "spend_with_strategy": _("Spend with a strategy, %"),
    "tender_length": _("Tender length, days"),
    "tenders_with_three_bids": _("Tenders with 3 or more bids, %"),
    "spend_under_contract": _("Spend under contract, %"),
    "award_to_contract": _("Award to contract, days"),
    "joint_actions_agreed": _("Joint actions agreed"),
    "on_time_in_full": _("On time, in full, %"),
    "invoices_matched_at_once": _("Invoices matched at once, %"),
    "savings": _("Savings realised"),
}


@dataclass(frozen=True)
class StageGoals:
    """A stage's goals of a cycle."""

    stage: str
    label: str | Promise
    number: int
    goals: list[tuple[str | Promise, CycleGoal]]


@asked_once
def current_cycle() -> Cycle | None:
    """Return the cycle that runs now (or is in review), the newest when two overlap."""
    return Cycle.objects.running().order_by("-starts_on").first()


def days_of(cycle: Cycle, today: date | None = None) -> tuple[int, int]:
    """Return the day the cycle is in and how many it has; before its start 0, after its end the last."""
    length = (cycle.ends_on - cycle.starts_on).days + 1
    passed = ((today or shown_today()) - cycle.starts_on).days + 1
    return min(max(passed, 0), length), length


def goals_by_stage(cycle: Cycle) -> list[StageGoals]:
    """Return the four stages in order, each with its goals; one query."""
    goals = list(cycle.goals.all())
    return [
        StageGoals(
            stage, Stage(stage).label, number,
            [(GOAL_WORDS.get(g.measure, g.measure), g) for g in goals if g.stage == stage],
        )
        for number, stage in enumerate(Stage.values, start=1)
    ]  # fmt: skip
