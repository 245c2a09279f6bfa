"""States of the loop's last stage, reached through services."""

from datetime import timedelta
from decimal import Decimal

from analytics.models import CycleReview, Finding, Survey
from analytics.services import QuestionInput, add_finding, open_review, open_survey
from procurement.models import Cycle
from procurement.services import GoalInput, create_cycle, start_cycle
from procurement.states import Stage
from srm.accounts.models import User
from srm.clock import database_now, organisation_today

GOALS = [GoalInput(Stage.LEARN, "on_time_in_full", Decimal(94))]


def a_running_cycle(head: User) -> Cycle:
    """The cycle that runs now; made when there is none."""
    running = Cycle.objects.running().first()
    if running:
        return running
    today = organisation_today()
    planned = create_cycle(
        code="2026-H2", starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=90), goals=GOALS, by=head
    )
    return start_cycle(cycle=planned, by=head)


def an_open_review(head: User) -> CycleReview:
    cycle = a_running_cycle(head)
    return CycleReview.objects.filter(cycle=cycle).first() or open_review(cycle=cycle, by=head)


def a_finding(head: User) -> Finding:
    return add_finding(review=an_open_review(head), stage=Stage.NEEDS, problem="Requests wait", by=head)


def a_survey(head: User, audience: str = "suppliers") -> Survey:
    """Three questions to everybody of the audience."""
    cycle = a_running_cycle(head)
    asked = Survey.objects.filter(cycle=cycle, audience=audience).first()
    return asked or open_survey(
        cycle=cycle, audience=audience, questions=[QuestionInput(f"Statement {n}") for n in (1, 2, 3)],
        closes_at=database_now() + timedelta(days=7), by=head,
    )  # fmt: skip
