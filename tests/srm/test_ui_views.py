"""List pages and forms as colleagues declare them: what they show, refuse, keep and repeat."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from srm.accounts.states import Role
from srm.idempotency.middleware import FIELD
from srm.reference.models import Item
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory, ItemFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.srm.pages")]
LINES = {
    "lines-TOTAL_FORMS": 2, "lines-INITIAL_FORMS": 0, "lines-0-quantity": "1", "lines-1-quantity": "2",
}  # fmt: skip


@pytest.fixture
def client():
    client = Client()
    client.force_login(UserFactory(roles=[Role.BUYER]))
    return client


def shown(answer):
    return [row.obj.code for row in answer.context["list"].rows]


def test_list_is_for_who_is_signed_in():
    assert Client().get("/items/").status_code == 302


def test_list_searches_sorts_and_filters_by_the_address(client):
    category = CategoryFactory()
    for code, name, active in (("A", "Bolt", True), ("B", "Axle", True), ("C", "Bolt M6", False)):
        ItemFactory(code=code, name=name, is_active=active, category=category)

    assert shown(client.get("/items/")) == ["A", "B", "C"]
    assert shown(client.get("/items/?sort=-code")) == ["C", "B", "A"]
    assert shown(client.get("/items/?sort=name")) == ["B", "A", "C"]
    assert shown(client.get("/items/?q=bolt")) == ["A", "C"]
    assert shown(client.get("/items/?q=bolt&active=1")) == ["A"]
    assert shown(client.get("/items/?active=0")) == ["C"]
    assert shown(client.get("/items/?sort=password&active=99")) == ["A", "B", "C"]


def test_list_is_paged_and_asks_the_database_no_more_for_more_rows(client):
    category, figures = CategoryFactory(), []
    for _ in range(2):
        ItemFactory.create_batch(20, category=category)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/items/")
        figures.append(len(queries))

    assert len(shown(answer)) == 25
    assert len(shown(client.get("/items/?page=2"))) == 15
    assert len(shown(client.get("/items/?size=50"))) == 40
    assert figures[0] == figures[1]


def test_empty_list_says_why_and_offers_one_act(client):
    html = client.get("/items/").content.decode()

    assert "No items yet" in html
    assert "Add what you buy." in html


def test_export_defuses_formulas_and_holds_what_is_filtered(client):
    ItemFactory(code="A", name="=HYPERLINK(1)")
    ItemFactory(code="B", name="Axle", is_active=False)

    lines = b"".join(client.get("/items/?export=csv&active=1").streaming_content).decode().splitlines()
    book = load_workbook(io.BytesIO(client.get("/items/?export=xlsx").content))

    assert len(lines) == 2
    assert "'=HYPERLINK(1)" in lines[1]
    assert [row[1].data_type for row in book.active.iter_rows(min_row=2)] == ["s", "s"]


@pytest.mark.parametrize(
    ("name", "status", "text"),
    [("taken", 422, "This name is taken."), ("late", 409, "The year is closed."), ("line", 422, "Too much.")],
)
def test_refusal_comes_back_on_the_page_with_the_values_kept(client, name, status, text):
    item = ItemFactory(name="Before")

    answer = client.post("/rename/", {"name": name, **LINES})
    item.refresh_from_db()
    html = answer.content.decode()

    assert (answer.status_code, item.name) == (status, "Before")
    assert text in html
    assert 'role="alert"' in html
    assert f'value="{name}"' in html


def test_wrong_line_is_named_in_the_summary(client):
    answer = client.post("/rename/", {"name": "line", **LINES})

    assert 'href="#id_lines-1-quantity"' in answer.content.decode()
    assert "Line 2:" in answer.content.decode()


def test_missing_value_names_its_field(client):
    answer = client.post("/rename/", {"name": "", **LINES})

    assert answer.status_code == 422
    assert "Name: This field is required." in answer.content.decode()


def test_what_is_not_yours_is_the_403_page(client):
    answer = client.post("/rename/", {"name": "mine", **LINES})

    assert answer.status_code == 403
    assert "Only the owner renames it." in answer.content.decode()


def test_form_sent_twice_works_once(client):
    ItemFactory(name="Before")
    form = {"name": "After", FIELD: "key-of-this-form", **LINES}

    first = client.post("/rename/", form)
    Item.objects.update(name="Changed since")
    second = client.post("/rename/", form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert Item.objects.get().name == "Changed since"


def test_button_reports_what_was_done_or_refused(client):
    ItemFactory(name="Before")

    done = client.post("/button/", {"name": "After"}, follow=True).content.decode()
    refused = client.post("/button/", {"name": "late"}, follow=True).content.decode()

    assert "Renamed." in done
    assert "The year is closed." in refused
    assert Item.objects.get().name == "After"


def test_htmx_is_told_to_load_the_page(client):
    ItemFactory(name="Before")

    answer = client.post("/button/", {"name": "After"}, headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/"


def test_refusal_that_no_view_caught_is_a_page(client):
    answer = client.get("/broken/")

    assert answer.status_code == 409
    assert "Nothing caught this." in answer.content.decode()
