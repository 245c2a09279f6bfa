"""Measured criteria of real histories, imported as a person does, against an independent computation over the files."""

import gzip
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.models import Criterion, Position
from procurement.queries.measure import measure_all
from procurement.services import position_all
from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.demo import load as demo
from srm.imports.services import confirm_import, match_columns, preview_import, upload_import
from srm.reference.models import Category
from suppliers.models import Supplier, SupplyFact
from suppliers.services import update_supplier
from tests.factories.accounts import UserFactory
from tests.procurement.independent import measured, scms_lines, spend_lines
from tests.scenarios.history import import_scms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SCMS = Path(demo.__file__).parent / "data" / "scms.csv"
SPEND = Path(__file__).parent.parent / "data" / "oxford-2017-q2.csv.gz"
WAREHOUSE = "SCMS from RDC"


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.CATEGORY_MANAGER])


def product_figures():
    """By category name and measure, what the product measures."""
    names = {c.pk: c.name.casefold() for c in Category.objects.all()}
    rows = list(Criterion.objects.exclude(measure=""))
    readings = measure_all(rows).measured
    found = {}
    for criterion in rows:
        for category, reading in readings[criterion.code].items():
            found.setdefault(names[category], {})[criterion.measure] = (reading.value, reading.count)
    return found


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for category, measures in expected.items():
        mine = {name: found[category][name] for name in measures}
        assert {n: count for n, (_v, count) in mine.items()} == {n: count for n, (_v, count) in measures.items()}
        for name, (value, _count) in measures.items():
            assert mine[name][0] == pytest.approx(value, rel=1e-9, abs=1e-9), (category, name)


def test_the_real_deliveries_are_measured_as_an_independent_computation_does(manager):
    import_scms(SCMS, by=manager)
    update_supplier(supplier=Supplier.objects.get(name=WAREHOUSE), is_own=True, by=manager)
    expected = measured(scms_lines(SCMS), own={WAREHOUSE.casefold()})

    found = product_figures()

    assert_same(found, expected)
    known = {name for measures in expected.values() for name in measures}
    assert known == {
        "capable_suppliers", "spend", "largest_share", "concentration", "lead_time", "lead_time_spread",
        "delay_spread", "price_volatility",
    }  # fmt: skip
    position_all(by=SYSTEM)
    entry = Position.objects.current().get(category__name="Lamivudine/Nevirapine/Zidovudine").evidence["concentration"]
    assert entry["value"] == pytest.approx(expected["lamivudine/nevirapine/zidovudine"]["concentration"][0])


def test_with_our_own_warehouse_as_a_supplier_concentration_would_be_another(manager):
    import_scms(SCMS, by=manager)
    expected = measured(scms_lines(SCMS), own={WAREHOUSE.casefold()})

    found = product_figures()

    differs = [
        name for name, measures in expected.items()
        if "concentration" in measures and abs(found[name]["concentration"][0] - measures["concentration"][0]) > 0.05
    ]  # fmt: skip
    assert len(differs) > 10


def test_a_spend_quarter_is_measured_as_an_independent_computation_does(manager):
    upload = SimpleUploadedFile("spend.csv", gzip.decompress(SPEND.read_bytes()))
    run = upload_import(kind="history", upload=upload, by=manager)
    heads = {head: place for place, head in enumerate(run.heads)}
    mapping = {
        "key": heads["Trans No"], "supplier": heads["Supplier Name"], "category": heads["Expenditure Category"],
        "amount": heads["Amount"], "received_on": heads["Paid Date"],
    }  # fmt: skip
    run = preview_import(run=match_columns(run=run, mapping=mapping, by=manager), by=manager, now=True)
    confirm_import(run=run, by=manager, now=True)
    lines = spend_lines(SPEND)

    found = product_figures()

    assert SupplyFact.objects.count() == len(lines)
    assert_same(found, measured(lines))
