from datetime import timedelta
from decimal import Decimal

import pytest

from analytics.models import Finding, SurveyAnswer
from analytics.services import (
    AnswerInput,
    QuestionInput,
    add_finding,
    answer_survey,
    close_cycle,
    decide_finding,
    measure_cycle,
    open_review,
    open_survey,
)
from procurement.queries import current_cycle
from procurement.services import GoalInput, create_cycle, start_cycle
from procurement.states import CycleStatus, Stage
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from tests.scenarios.contracts import a_confirmed_order, a_partner, a_receipt, an_invoice
from tests.scenarios.procurement import a_company

pytestmark = pytest.mark.django_db
GOALS = [
    GoalInput(Stage.LEARN, "on_time_in_full", Decimal(94)),
    GoalInput(Stage.TACTICS, "spend_under_contract", Decimal(85)),
]


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def cycle(company):
    today = organisation_today()
    planned = create_cycle(
        code="2026-H2", starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=90), goals=GOALS,
        by=company.procurement_head,
    )  # fmt: skip
    return start_cycle(cycle=planned, by=company.procurement_head)


def test_a_cycle_is_measured_by_what_happened(company, cycle):
    partner = a_partner()
    order = a_confirmed_order(company, partner)
    a_receipt(company, order, "6", "1")
    a_receipt(company, order, "4")
    an_invoice(order, by=partner.person)

    review = open_review(cycle=cycle, by=company.procurement_head)

    found = {m.code: (m.value, m.count, m.is_met) for m in review.measures.all()}
    assert len(found) == 12
    assert found["on_time_in_full"] == (Decimal(50), 2, False)
    assert found["spend_under_contract"] == (Decimal(100), 1, True)
    assert found["invoices_matched_at_once"] == (Decimal(100), 1, None)
    assert found["tender_length"] == (None, 0, None)


def test_closing_a_cycle_starts_the_next_with_what_was_decided(company, cycle):
    head = company.procurement_head
    review = open_review(cycle=cycle, by=head)
    decided = add_finding(review=review, stage=Stage.NEEDS, problem="Budget check holds needs for 6 days", by=head)
    add_finding(review=review, stage=Stage.SEGMENTS, problem="Tenders run late", by=head)
    decide_finding(finding=decided, action="Approve under 10,000 by rule", owner=company.head, by=head)

    start = cycle.ends_on + timedelta(days=1)
    successor = close_cycle(
        review=review, code="2027-H1", starts_on=start, ends_on=start + timedelta(days=180), by=head
    )

    cycle.refresh_from_db()
    assert (cycle.status, successor.status, successor.predecessor) == (CycleStatus.CLOSED, CycleStatus.RUNNING, cycle)
    assert [(d.action, d.owner) for d in successor.decisions.all()] == [
        ("Approve under 10,000 by rule", company.head),
        ("Not decided yet", None),
    ]
    assert successor.goals.count() == 2
    assert current_cycle() == successor


def test_a_closed_review_is_not_changed_any_more(company, cycle):
    head = company.procurement_head
    review = open_review(cycle=cycle, by=head)
    start = cycle.ends_on + timedelta(days=1)
    close_cycle(review=review, code="2027-H1", starts_on=start, ends_on=start + timedelta(days=9), by=head)

    with pytest.raises(Refused):
        measure_cycle(review=review, by=head)
    with pytest.raises(Refused):
        add_finding(review=review, stage=Stage.NEEDS, problem="Late", by=head)

    assert Finding.objects.count() == 0


def test_a_buyer_does_not_close_a_cycle(company, cycle):
    with pytest.raises(NotPermitted):
        open_review(cycle=cycle, by=company.buyer)

    cycle.refresh_from_db()
    assert cycle.status == CycleStatus.RUNNING


def test_both_sides_answer_three_questions_once_and_nobody_knows_who_said_what(company, cycle):
    partner = a_partner()
    questions = [
        QuestionInput("Tenders are fair"),
        QuestionInput("Answered in time"),
        QuestionInput("I learn why I lost"),
    ]
    survey = open_survey(
        cycle=cycle, audience="suppliers", questions=questions, closes_at=database_now() + timedelta(days=7),
        by=company.procurement_head,
    )  # fmt: skip
    invitation = survey.invitations.get()
    answers = [AnswerInput(q, value) for q, value in zip(survey.questions.all(), (5, 4, 2), strict=True)]

    with pytest.raises(NotPermitted):
        answer_survey(invitation=invitation, answers=answers, by=a_partner().person)
    with pytest.raises(Invalid):
        answer_survey(invitation=invitation, answers=answers[:2], by=partner.person)
    answer_survey(invitation=invitation, answers=answers, by=partner.person)
    with pytest.raises(Refused):
        answer_survey(invitation=invitation, answers=answers, by=partner.person)

    assert [a.value for a in SurveyAnswer.objects.order_by("pk")] == [5, 4, 2]
