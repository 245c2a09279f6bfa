"""Pages of the loop's last stage."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.models import CycleReview, Finding, SurveyAnswer
from srm.events.services import deliver_pending
from srm.notifications.waiting import waiting_for
from tests.cast import make_cast
from tests.scenarios.analytics import a_running_cycle, a_survey, an_open_review
from tests.scenarios.procurement import a_company, a_submitted_requisition, an_approved_requisition
from tests.scenarios.tenders import a_published_tender

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def test_the_home_page_shows_the_loop_to_procurement_alone(cast):
    a_running_cycle(cast.procurement_head)

    assert b'class="loop"' in cast.client("buyer").get("/").content
    assert b'class="loop"' not in cast.client("warehouse").get("/").content


def test_the_home_page_asks_no_more_questions_when_there_is_more_to_show(cast):
    company, buyer = a_company(), cast.client("buyer")
    a_running_cycle(cast.procurement_head)
    fill(company, 1)
    buyer.get("/")  # what is kept for a minute is kept from here on

    few = questions_of(buyer, "/")
    fill(company, 5)
    many = questions_of(buyer, "/")

    assert many == few <= 45


def fill(company, number):
    for _number in range(number):
        a_submitted_requisition(company)
        an_approved_requisition(company)
        a_published_tender()


def questions_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_finding_without_a_problem_keeps_what_was_typed(cast):
    review = an_open_review(cast.procurement_head)

    reply = cast.client("buyer").post(
        reverse("analytics:finding-create", args=[review.cycle.public_id]),
        {"stage": "needs", "problem": "", "evidence": "148 cases"},
    )

    assert reply.status_code == 422
    assert b"148 cases" in reply.content
    assert Finding.objects.count() == 0


def test_a_supplier_answers_in_his_portal_once_and_the_task_goes_away(cast):
    survey = a_survey(cast.procurement_head)
    deliver_pending()
    page = reverse("analytics:portal-survey-detail", args=[survey.public_id])
    before = [task.url for task in waiting_for(cast.supplier)]

    reply = cast.client("supplier").post(page, {"value_1": "5", "value_2": "4", "value_3": "2"})
    again = cast.client("supplier").post(page, {"value_1": "1", "value_2": "1", "value_3": "1"})

    assert page in before
    assert (reply.status_code, again.status_code) == (302, 409)
    assert sorted(SurveyAnswer.objects.values_list("value", flat=True)) == [2, 4, 5]
    assert page not in [task.url for task in waiting_for(cast.supplier)]


def test_two_answers_are_not_shown_to_anyone(cast):
    survey = a_survey(cast.procurement_head)
    for member in ("supplier", "rival"):
        page = reverse("analytics:portal-survey-detail", args=[survey.public_id])
        cast.client(member).post(page, {"value_1": "5", "value_2": "4", "value_3": "2", "comment_1": "Slow answers"})

    shown = cast.client("procurement_head").get(survey.get_absolute_url()).content

    assert b"data-chart" not in shown
    assert b"Slow answers" not in shown


def test_the_next_cycle_is_started_from_the_form(cast):
    review = an_open_review(cast.procurement_head)

    reply = cast.client("procurement_head").post(
        reverse("analytics:cycle-close", args=[review.cycle.public_id]),
        {"summary": "Won", "code": "2027-H1", "starts_on": "2027-06-01", "ends_on": "2027-12-31", "goal_savings": "5"},
    )

    assert reply.status_code == 302
    successor = CycleReview.objects.get().cycle.successor
    assert (successor.code, [g.measure for g in successor.goals.all()]) == ("2027-H1", ["savings"])
