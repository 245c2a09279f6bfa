from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from procurement.models import Position
from procurement.services import position_all
from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.demo import load as demo
from srm.errors import NotPermitted
from srm.reference.models import Category, Item
from suppliers.models import Supplier, SupplyFact
from suppliers.services import HistoryRow, import_history
from tests.factories.accounts import UserFactory
from tests.scenarios.history import import_scms

pytestmark = pytest.mark.django_db
SCMS = Path(demo.__file__).parent / "data" / "scms.csv"


def row(**fields):
    given = {
        "key": "1", "supplier": "Aurobindo", "category": "Nevirapine", "group": "ARV", "item": "Nevirapine 240 ml",
        "quantity": Decimal(10), "amount": Decimal(62), "received_on": date(2026, 11, 1),
    }  # fmt: skip
    return HistoryRow(**given | fields)


def test_what_the_rows_name_is_made_once():
    made = import_history(rows=[row(), row(key="2", supplier="AUROBINDO")], source="x", by=SYSTEM)

    assert made == {"facts": 2, "suppliers": 1, "categories": 2, "items": 1}
    assert [(c.name, c.depth) for c in Category.objects.all()] == [("ARV", 1), ("Nevirapine", 2)]
    assert Supplier.objects.get().categories.get().name == "Nevirapine"


def test_the_same_line_again_corrects_its_fact():
    import_history(rows=[row()], source="x", by=SYSTEM)

    import_history(rows=[row(amount=Decimal(70))], source="x", by=SYSTEM)

    assert [f.amount for f in SupplyFact.objects.all()] == [Decimal("70.00")]


def test_a_requester_does_not_import_history():
    with pytest.raises(NotPermitted):
        import_history(rows=[row()], source="x", by=UserFactory())

    assert (SupplyFact.objects.count(), Item.objects.count()) == (0, 0)


@pytest.mark.slow
def test_the_real_history_becomes_a_matrix_with_evidence():
    import_scms(SCMS, by=UserFactory(roles=[Role.CATEGORY_MANAGER]))

    facts = SupplyFact.objects.aggregate(total=Sum("amount"))
    assert SupplyFact.objects.count() == 10324
    assert facts["total"] == Decimal("1627584457.29")
    assert Supplier.objects.count() == 73
    assert Category.objects.exclude(depth=1).count() == 86
    position_all(by=SYSTEM)
    placed = Position.objects.current().exclude(quadrant="")
    assert placed.count() > 0
