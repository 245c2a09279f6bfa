import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.models import Budget, Requisition, Stock
from srm.errors import Refused
from srm.imports import services
from srm.reference.models import Item
from tests.scenarios.procurement import a_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company(budget=None)
    company.requester.department = company.department
    return company


def checked(kind, by, *rows):
    text = io.StringIO()
    for row in rows:
        text.write(";".join(row) + "\n")
    upload = SimpleUploadedFile("sheet.csv", text.getvalue().encode())
    run = services.upload_import(kind=kind, upload=upload, by=by)
    run = services.match_columns(run=run, mapping=run.mapping, by=by)
    return services.preview_import(run=run, by=by)


def asked(company, request, item, quantity, unit="", category="", day="2030-05-01"):
    return (request, item, quantity, unit, category, day, company.cost_centre.code, company.place.code)


HEADS = ("Request", "Item", "Quantity", "Unit", "Category", "Needed on", "Cost centre", "Place")


def test_rows_of_one_request_become_one_draft(company):
    rows = [
        asked(company, "Overhaul", company.item.code, "4"),
        asked(company, "Overhaul", "Welding wire", "800", "pcs", company.category.code),
        asked(company, "Office", company.item.name, "2"),
    ]
    run = checked("requisitions", company.requester, HEADS, *rows)

    run = services.confirm_import(run=run, by=company.requester)

    assert run.result == {"created": 2, "lines": 3}
    overhaul = Requisition.objects.get(title="Overhaul")
    assert [line.description for line in overhaul.lines.all()] == [company.item.name, "Welding wire"]


def test_a_request_whose_rows_are_of_one_project_is_that_projects(company):
    given = [("One", 1, "P-7"), ("One", 2, "P-7"), ("Two", 1, "P-7"), ("Two", 2, "P-8")]
    rows = [
        (*asked(company, request, company.item.code, "2", day=f"2030-05-0{day}"), project)
        for request, day, project in given
    ]
    run = checked("requisitions", company.requester, (*HEADS, "Project"), *rows)

    services.confirm_import(run=run, by=company.requester)

    one, two = Requisition.objects.order_by("title")
    assert (one.project, two.project) == ("P-7", "")
    assert list(two.lines.order_by("position").values_list("project", flat=True)) == ["P-7", "P-8"]


def test_wrong_cells_are_named_and_nothing_is_stored(company):
    rows = [
        asked(company, "Overhaul", company.item.code, "much"),
        asked(company, "Overhaul", "Welding wire", "800", "furlong"),
        asked(company, "Office", "Paper", "2"),
        asked(company, "Office", company.item.code, "2", day="2020-01-01"),
    ]
    run = checked("requisitions", company.requester, HEADS, *rows)

    with pytest.raises(Refused):
        services.confirm_import(run=run, by=company.requester)

    cells = {(p["cell"], p["field"]) for p in run.problems}
    assert cells >= {("C2", "quantity"), ("D3", "unit"), ("D4", "unit"), ("E4", "category"), ("F5", "needed_on")}
    assert Requisition.objects.count() == 0


def test_budgets_stock_and_items_come_from_sheets(company):
    budgets = checked(
        "budgets", company.finance, ("Cost centre", "From", "To", "Amount"),
        (company.cost_centre.code, "2030-01-01", "2030-12-31", "120000"),
    )  # fmt: skip
    stock = checked(
        "stock", company.warehouse, ("Item", "Place", "On hand"), (company.item.code, company.place.code, "96")
    )
    items = checked(
        "items", company.buyer, ("Code", "Name", "Category", "Unit"),
        ("BRG-6205", "Deep groove bearing", company.category.code, "pcs"),
    )  # fmt: skip

    for run, by in ((budgets, company.finance), (stock, company.warehouse), (items, company.buyer)):
        services.confirm_import(run=run, by=by)

    assert Budget.objects.get().amount == Decimal(120000)
    assert Stock.objects.get().on_hand == Decimal(96)
    assert Item.objects.get(code="BRG-6205").name == "Deep groove bearing"
