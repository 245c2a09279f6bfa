"""What a line is booked on: typed in its row, given by REST, kept by copies and templates, and seen in the effect."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.models import Requisition, RequisitionLine
from procurement.services import (
    LineInput,
    copy_requisition,
    keep_template,
    set_budget,
    update_requisition,
    use_template,
)
from srm.clock import organisation_today
from srm.errors import Invalid
from tests.procurement.test_requisition_pages import page, send, typed
from tests.scenarios.procurement import a_company, a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company()
    company.requester.department = company.department
    return company


def test_a_line_says_what_it_is_booked_on_and_the_effect_counts_that_budget(client, company):
    """Article and project are typed in the line, and the column beside shows the budget they lead to."""
    year = organisation_today().year
    set_budget(
        cost_centre=company.cost_centre, period_from=date(year, 1, 1), period_to=date(year + 1, 12, 31),
        amount=Decimal(7000), article="Repairs", project="Line 3", by=company.finance,
    )  # fmt: skip
    row = {"item": company.item.public_id, "quantity": "4", "unit_price": "500", "article": "Repairs",
           "project": "Line 3"}  # fmt: skip

    effect = send(client, company.requester, "requisition-foresee", data=typed(company, row)).content.decode()
    send(client, company.requester, "requisition-create", data=typed(company, row))

    line = RequisitionLine.objects.get()
    assert "5,000 EUR left after it" in effect
    assert "Article Repairs · Project Line 3" in effect
    assert (line.article, line.project) == ("Repairs", "Line 3")


def test_the_requests_project_holds_for_lines_that_have_none_of_their_own(client, company):
    rows = [{"item": company.item.public_id, "quantity": "1"}, {"item": company.item.public_id, "quantity": "2",
             "project": "Line 4"}]  # fmt: skip
    send(client, company.requester, "requisition-create", data=typed(company, *rows, project="Line 3"))
    draft = Requisition.objects.get()

    form = page(client, company.requester, "requisition-edit", draft.public_id).context["lines"]

    assert list(draft.lines.values_list("project", flat=True)) == ["Line 3", "Line 4"]
    assert [f.initial["project"] for f in form.initial_forms] == ["", "Line 4"]


def test_an_article_that_is_too_long_comes_back_at_its_field_and_stores_nothing(client, company):
    row = {"item": company.item.public_id, "quantity": "1", "article": "x" * 61}

    answer = send(client, company.requester, "requisition-create", data=typed(company, row))

    assert (answer.status_code, Requisition.objects.count()) == (422, 0)
    assert 'id="id_lines-0-article_error"' in answer.content.decode()


def test_copy_and_template_keep_what_a_line_is_booked_on(company):
    line = LineInput(item=company.item, quantity=Decimal(1), article="Repairs", project="Line 4")
    old = a_draft(company, line, project="Line 3")
    template = keep_template(requisition=old, name="Repairs", by=company.requester)

    made = [
        copy_requisition(requisition=old, by=company.requester),
        use_template(template=template, by=company.requester),
    ]

    assert [r.project for r in made] == ["Line 3", "Line 3"]
    assert [r.lines.values_list("article", "project").get() for r in made] == [("Repairs", "Line 4")] * 2


def test_another_project_of_a_request_moves_the_lines_that_had_it(company):
    own = LineInput(item=company.item, quantity=Decimal(1), project="Line 4")
    draft = a_draft(company, LineInput(item=company.item, quantity=Decimal(1)), own, project="Line 3")

    update_requisition(requisition=draft, project="Line 5", by=company.requester)

    assert list(draft.lines.values_list("project", flat=True)) == ["Line 5", "Line 4"]


def test_an_article_longer_than_budgets_keep_is_refused_and_changes_nothing(company):

    with pytest.raises(Invalid) as refusal:
        a_draft(company, LineInput(item=company.item, quantity=Decimal(1), article="x" * 61))

    assert list(refusal.value.errors) == ["lines.0.article"]
    assert Requisition.objects.count() == 0


def test_rest_takes_and_gives_what_a_line_is_booked_on(client, company):
    client.force_login(company.requester, backend="django.contrib.auth.backends.ModelBackend")
    body = {
        "title": "Seals", "department": company.department.public_id, "cost_centre": company.cost_centre.public_id,
        "place": company.place.public_id, "needed_on": organisation_today().isoformat(), "project": "Line 3",
        "lines": [
            {"item": company.item.public_id, "quantity": "1", "article": "Repairs"},
            {"item": company.item.public_id, "quantity": "1", "project": "Line 4"},
        ],
    }  # fmt: skip

    made = client.post("/api/v1/requisitions/", body, content_type="application/json")

    assert made.status_code == 201, made.content
    assert [(li["article"], li["project"]) for li in made.json()["lines"]] == [("Repairs", "Line 3"), ("", "Line 4")]
