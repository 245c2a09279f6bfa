"""A word in a cell means one row: a name that several have is refused at its cell, wherever sheets name rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from procurement.forms import strategies
from procurement.forms.known import Known
from procurement.forms.sheets import known as needs
from procurement.forms.sheets import requisition
from srm.authz import SYSTEM
from srm.errors import Refused
from srm.imports.columns import CellError
from srm.imports.registry import Good
from srm.imports.words import row_of, words_of
from suppliers.forms import history, segment
from suppliers.models import Supplier, SupplyFact
from suppliers.services import HistoryRow, import_history
from tests.factories.reference import CategoryFactory, ItemFactory
from tests.factories.suppliers import SupplierFactory

SEVERAL = "Several have this name"


@dataclass(frozen=True)
class Row:
    code: str
    name: str


def test_a_code_wins_over_a_name_and_a_name_that_several_have_means_none():
    pump, other, called_as_a_code = Row("P-1", "Pump"), Row("P-2", "pump "), Row("P-3", "P-1")
    words = words_of([pump, other, called_as_a_code])

    assert row_of(words, " p-2 ", "nobody") == other
    assert row_of(words, "P-1", "nobody") == pump
    with pytest.raises(CellError, match=SEVERAL):
        row_of(words, "PUMP", "nobody")
    with pytest.raises(CellError, match="nobody"):
        row_of(words, "Valve", "nobody")


@pytest.mark.django_db
def test_namesakes_are_refused_by_the_sheets_of_strategies_segments_and_needs():
    first, _second = CategoryFactory(name="Pumps"), CategoryFactory(name="pumps")
    maker, _other = SupplierFactory(name="Sulzer"), SupplierFactory(name="sulzer")
    item, _again = ItemFactory(name="Seal"), ItemFactory(name="SEAL")
    read = needs.reader("categories", "unknown")

    for reader, known, code, name in (
        (strategies.read_category, strategies.references(), first.code, "Pumps"),
        (segment.read_category, segment.references(), first.code, "Pumps"),
        (segment.read_supplier, segment.references(), maker.number, "Sulzer"),
        (read, needs.references(), first.code, "Pumps"),
        (requisition.read_item, needs.references(), item.code, "seal"),
    ):
        assert reader(code, known) in (first, maker, item)
        with pytest.raises(CellError, match=SEVERAL):
            reader(name, known)
    assert requisition.read_item("Anything else", needs.references()) == "Anything else"


@pytest.mark.django_db
def test_history_refuses_a_namesake_at_its_cell_and_takes_a_number_or_code():
    first, _second = CategoryFactory(name="Pumps"), CategoryFactory(name="pumps")
    maker, _other = SupplierFactory(name="Sulzer"), SupplierFactory(name="sulzer")
    line = {"group": "", "item": "", "quantity": Decimal(1), "amount": Decimal(9), "received_on": date(2026, 11, 1)}
    guess = HistoryRow(key="1", supplier="Sulzer", category="PUMPS", **line)
    plain = HistoryRow(key="2", supplier=maker.number, category=first.code, **line)

    problems = list(history.find_problems([Good(2, guess), Good(3, plain)]))
    with pytest.raises(Refused, match="Several"):
        import_history(rows=[guess], source="x", by=SYSTEM)
    assert (SupplyFact.objects.count(), Supplier.objects.count()) == (0, 2)
    import_history(rows=[plain], source="x", by=SYSTEM)

    assert [(p.row, p.field) for p in problems] == [(2, "supplier"), (2, "category")]
    assert SupplyFact.objects.values_list("supplier", "category").get() == (maker.pk, first.pk)


@pytest.mark.django_db
def test_a_request_guesses_no_category_by_a_translated_name_that_two_have():
    first = CategoryFactory(name="Pumps", names={"ru": "Насосы"})
    CategoryFactory(name="Blowers", names={"ru": "насосы"})

    known = Known(None, None)

    assert known.category_of("Насосы") is None
    assert known.category_of("pumps") == first
