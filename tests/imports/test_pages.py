import io

import openpyxl
import pytest
from django.urls import reverse

from srm.accounts.models import LegalEntity
from srm.events.services import deliver_pending
from srm.imports import registry
from srm.imports.models import ImportRun
from tests.factories.accounts import PortalUserFactory, UserFactory
from tests.imports.conftest import a_kind, csv_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]
GOOD = ("Kettle works", "K1", "1000.50", "2006-06-02", "DE")
BAD = ("Pan <b>works", "P1", "much", "Pre-PQ Process", "XX")


@pytest.fixture
def as_buyer(client, buyer):
    client.force_login(buyer)
    return client


def uploaded(client, *rows):
    response = client.post(reverse("imports:new", args=["companies"]), {"file": csv_upload(*rows)})
    assert response.status_code == 302
    return ImportRun.objects.get()


def matched(client, run, **changes):
    chosen = {"name": 0, "code": 1, "capital": 2, "founded": 3, "country": 4, "decimal_": ".", "dates_": "day"}
    return client.post(reverse("imports:match", args=[run.public_id]), {**chosen, **changes})


def test_a_sheet_goes_in_step_by_step(as_buyer):
    run = uploaded(as_buyer, GOOD)
    columns = as_buyer.get(run.get_absolute_url()).content.decode()
    matched(as_buyer, run)
    preview = as_buyer.get(run.get_absolute_url()).content.decode()
    before = LegalEntity.objects.count()

    response = as_buyer.post(reverse("imports:confirm", args=[run.public_id]), follow=True)

    assert "Which column is which?" in columns
    assert "A: Company (Kettle works)" in columns
    assert "Import 1 row" in preview
    assert (before, LegalEntity.objects.count()) == (0, 1)
    assert "1 row is in." in response.content.decode()


def test_problems_are_shown_by_cell_and_nothing_can_be_confirmed(as_buyer):
    run = uploaded(as_buyer, GOOD, BAD)
    matched(as_buyer, run)

    page = as_buyer.get(run.get_absolute_url()).content.decode()
    forced = as_buyer.post(reverse("imports:confirm", args=[run.public_id]), follow=True).content.decode()

    assert '<td class="id">D3</td>' in page
    assert "not a date: “Pre-PQ Process”" in page
    assert reverse("imports:confirm", args=[run.public_id]) not in page
    assert "takes all rows or none" in forced
    assert "Pan <b>works" not in page
    assert LegalEntity.objects.count() == 0


def test_a_field_without_a_column_comes_back_with_422(as_buyer):
    run = uploaded(as_buyer, GOOD)

    response = matched(as_buyer, run, code="0")

    assert response.status_code == 422
    assert "is already" in response.content.decode()


def test_a_file_that_is_no_spreadsheet_comes_back_at_its_field(as_buyer):
    upload = csv_upload(GOOD, name="companies.png")

    response = as_buyer.post(reverse("imports:new", args=["companies"]), {"file": upload})

    assert response.status_code == 422
    assert "is not what its name says" in response.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_long_import_shows_how_far_it_is(as_buyer):
    run = uploaded(as_buyer, *[("Works", f"C{n}", "", "", "") for n in range(501)])
    matched(as_buyer, run)
    checking = as_buyer.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    deliver_pending()

    checked = as_buyer.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert "being checked" in checking
    assert 'hx-trigger="load delay:1s"' in checking
    assert "Import 501 rows" in checked
    assert "<html" not in checked


def test_rejected_rows_and_the_file_as_it_came_are_downloads(as_buyer):
    registry.register_import(a_kind(rejects_allowed=True))
    run = uploaded(as_buyer, GOOD, BAD)
    matched(as_buyer, run)

    rejects = as_buyer.get(reverse("imports:rejects", args=[run.public_id]))
    original = as_buyer.get(reverse("imports:file", args=[run.public_id]))

    assert openpyxl.load_workbook(io.BytesIO(rejects.getvalue())).active.max_row == 2
    assert original.getvalue().startswith(b"Company,Code")
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_an_empty_sheet_has_the_right_heads(as_buyer):
    response = as_buyer.get(reverse("imports:template", args=["companies"]))

    heads = next(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert heads == ("Company", "Code", "Capital", "Founded", "Country")


def test_the_list_offers_the_kinds_that_the_reader_may_import(as_buyer, client):
    uploaded(as_buyer, GOOD)
    mine = as_buyer.get(reverse("imports:list")).content.decode()
    client.force_login(UserFactory())
    theirs = client.get(reverse("imports:list")).content.decode()

    assert "companies.csv" in mine
    assert reverse("imports:new", args=["companies"]) in mine
    assert "companies.csv" not in theirs
    assert reverse("imports:new", args=["companies"]) not in theirs


def test_somebody_elses_import_is_not_there(client, as_buyer):
    run = uploaded(as_buyer, GOOD)
    answers = set()
    for person in (UserFactory(), UserFactory(roles=["buyer"]), PortalUserFactory()):
        client.force_login(person)
        answers |= {
            client.get(reverse(f"imports:{n}", args=[run.public_id])).status_code for n in ("run", "file", "rejects")
        }
        answers |= {
            client.post(reverse(f"imports:{n}", args=[run.public_id])).status_code for n in ("confirm", "cancel")
        }
        answers.add(client.get(reverse("imports:new", args=["nothere"])).status_code)

    run.refresh_from_db()
    assert answers == {404}
    assert run.status == "uploaded"
