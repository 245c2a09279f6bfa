"""What goes out as a sheet comes in again as it was; cells are put right in place; an import is taken back whole."""

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procurement.models import Budget, PlanLine, Requisition, Stock
from procurement.services import create_supply_plan, set_item, set_stock, submit_requisition
from procurement.states import RequisitionStatus
from srm.clock import organisation_today
from srm.errors import Refused
from srm.imports import services
from srm.imports.states import ImportStatus
from srm.reference.models import Item
from tests.procurement.test_sheets import HEADS, asked, checked
from tests.scenarios.procurement import a_budget, a_company, a_draft, an_approved_requisition

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def company():
    company = a_company(budget=None)
    company.requester.department = company.department
    return company


def exported(client, person, kind):
    """The sheet a person gets, as bytes and as rows."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("imports:export", args=[kind]))
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return response.content, [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def brought_in(kind, content, by):
    run = services.upload_import(kind=kind, upload=SimpleUploadedFile("back.xlsx", content), by=by)
    run = services.match_columns(run=run, mapping=run.mapping, by=by)
    run = services.preview_import(run=run, by=by)
    return services.confirm_import(run=run, by=by)


@pytest.mark.parametrize("kind", ["budgets", "items", "stock", "plan-lines"])
def test_a_sheet_that_went_out_comes_in_again_and_changes_nothing(client, company, kind):
    a_budget(company, "9000")
    set_stock(item=company.item, place=company.place, on_hand=D("9.5"), reorder_point=D(4), unit_cost=D("1.25"),
              cost_centre=company.cost_centre, by=company.warehouse)  # fmt: skip
    an_approved_requisition(company)
    today = organisation_today()
    create_supply_plan(period_from=today, period_to=today + timedelta(days=300), by=company.manager)
    person = {"budgets": company.finance, "items": company.buyer, "stock": company.warehouse}.get(kind, company.manager)
    content, before = exported(client, person, kind)

    run = brought_in(kind, content, person)

    assert (run.status, run.rows_good, run.rows_rejected) == (ImportStatus.APPLIED, len(before) - 1, 0)
    assert exported(client, person, kind)[1] == before


def test_requests_that_went_out_come_in_as_new_drafts_of_the_same_lines(client, company):
    a_draft(company, title="Overhaul")
    a_draft(company, title="Overhaul")
    content, before = exported(client, company.requester, "requisitions")
    Requisition.objects.all().delete()

    brought_in("requisitions", content, company.requester)

    assert exported(client, company.requester, "requisitions")[1] == before
    assert sorted(r.title for r in Requisition.objects.all()) == ["Overhaul", "Overhaul (2)"]


def test_a_cell_is_put_right_in_place_and_the_file_stays_as_it_came(company):
    run = checked("requisitions", company.requester, HEADS, asked(company, "Overhaul", company.item.code, "much"))
    assert [p["cell"] for p in run.problems] == ["C2"]

    run = services.fix_cells(run=run, cells={"C2": "12"}, by=company.requester)
    services.confirm_import(run=run, by=company.requester)

    assert (run.problems, run.rows_good) == ([], 1)
    assert Requisition.objects.get().lines.get().quantity == D(12)
    with run.file.open() as file:
        assert b"much" in file.read()


def test_undone_requests_are_cancelled_and_nothing_is_when_one_was_sent(company):
    rows = [asked(company, name, company.item.code, "2") for name in ("Overhaul", "Office")]
    run = checked("requisitions", company.requester, HEADS, *rows)
    run = services.confirm_import(run=run, by=company.requester)
    other = checked("requisitions", company.requester, HEADS, asked(company, "Third", company.item.code, "2"))
    other = services.confirm_import(run=other, by=company.requester)
    submit_requisition(requisition=Requisition.objects.get(title="Third"), by=company.requester)

    services.undo_import(run=run, by=company.requester)
    with pytest.raises(Refused):
        services.undo_import(run=other, by=company.requester)

    other.refresh_from_db()
    status = {r.title: r.status for r in Requisition.objects.all()}
    cancelled = RequisitionStatus.CANCELLED
    assert status == {"Overhaul": cancelled, "Office": cancelled, "Third": RequisitionStatus.SUBMITTED}
    assert other.status == ImportStatus.APPLIED


def test_undone_budgets_stock_and_items_are_as_they_were(company):
    old = a_budget(company, "1000")
    set_stock(item=company.item, place=company.place, on_hand=D(9), by=company.warehouse)
    code, name = company.item.code, company.item.name
    runs = [
        (company.finance, checked(
            "budgets", company.finance, ("Cost centre", "From", "To", "Amount"),
            (company.cost_centre.code, old.period_from.isoformat(), old.period_to.isoformat(), "5"),
            (company.cost_centre.code, "2040-01-01", "2040-12-31", "7"),
        )),
        (company.warehouse, checked("stock", company.warehouse, ("Item", "Place", "On hand"),
                                    (code, company.place.code, "96"))),
        (company.buyer, checked("items", company.buyer, ("Code", "Name", "Category", "Unit"),
                                (code, "Other words", company.category.code, "C62"),
                                ("NEW-1", "New thing", company.category.code, "C62"))),
    ]  # fmt: skip
    for person, run in runs:
        services.confirm_import(run=run, by=person)
    assert Item.objects.get(code=code).name == "Other words"

    for person, run in runs:
        services.undo_import(run=run, by=person)

    assert list(Budget.objects.values_list("amount", flat=True)) == [D("1000.00")]
    assert Stock.objects.get().on_hand == 9
    assert (Item.objects.get(code=code).name, Item.objects.get(code="NEW-1").is_active) == (name, False)


def test_an_import_is_not_undone_when_something_changed_meanwhile(company):
    run = checked(
        "stock", company.warehouse, ("Item", "Place", "On hand"), (company.item.code, company.place.code, "96")
    )
    run = services.confirm_import(run=run, by=company.warehouse)
    set_stock(item=company.item, place=company.place, on_hand=D(90), by=company.warehouse)

    with pytest.raises(Refused):
        services.undo_import(run=run, by=company.warehouse)

    run.refresh_from_db()
    assert (run.status, Stock.objects.get().on_hand) == (ImportStatus.APPLIED, D(90))


def test_plan_lines_that_were_new_go_when_their_import_is_undone(company):
    today = organisation_today()
    plan = create_supply_plan(period_from=today, period_to=today + timedelta(days=80), by=company.manager)
    run = checked(
        "plan-lines", company.manager, ("Supply plan", "Category", "Quarter", "Known needs", "Forecast"),
        (plan.number, company.category.code, today.isoformat(), "100", "50"),
    )  # fmt: skip
    run = services.confirm_import(run=run, by=company.manager)
    assert PlanLine.objects.get().known_amount == D("100.00")

    services.undo_import(run=run, by=company.manager)

    assert PlanLine.objects.count() == 0


def test_an_item_keeps_its_packs_where_the_sheet_says_nothing(company):
    set_item(code="P-1", name="Plate", category=company.category, unit=company.item.unit, pack_quantity=D(12),
             by=company.buyer)  # fmt: skip

    run = checked("items", company.buyer, ("Code", "Name", "Category", "Unit"),
                  ("P-1", "Plate, 20 mm", company.category.code, "C62"))  # fmt: skip
    services.confirm_import(run=run, by=company.buyer)

    assert Item.objects.get(code="P-1").pack_quantity == D(12)
