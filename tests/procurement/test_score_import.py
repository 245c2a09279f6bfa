from decimal import Decimal

import pytest

from procurement.forms.scores import CATEGORY_SCORES, ScoreRow, apply_rows, find_problems, read_category, references
from procurement.models import Criterion, CriterionScore
from procurement.queries.scores import HEADS, scores_sheet
from srm.errors import NotPermitted
from srm.imports.columns import CellError
from srm.imports.registry import Good
from tests.factories.reference import CategoryFactory
from tests.scenarios.procurement import a_company

pytestmark = pytest.mark.django_db


def a_row(category, code, score, reason=""):
    return ScoreRow(category, Criterion.objects.get(code=code), score, reason)


def goods(*rows):
    return [Good(number=number, row=row) for number, row in enumerate(rows, start=2)]


def test_scores_of_a_sheet_are_entered_as_ones_own_and_empty_cells_say_nothing():
    company = a_company()
    rows = goods(a_row(company.category, "switching", Decimal(4)), a_row(company.category, "cost-share", None))

    counts = apply_rows(rows, by=company.manager, run=None, progress=lambda _n: None)

    assert counts == {"scored": 1}
    score = CriterionScore.objects.get()
    assert (score.score, score.scorer, score.criterion.code) == (Decimal(4), company.manager, "switching")


def test_a_sheet_by_one_who_may_not_score_enters_nothing():
    company = a_company()

    with pytest.raises(NotPermitted):
        apply_rows(
            goods(a_row(company.category, "switching", Decimal(4))), by=company.buyer, run=None,
            progress=lambda _n: None,
        )  # fmt: skip

    assert CriterionScore.objects.count() == 0


def test_a_pair_twice_and_an_override_without_reason_are_told_by_row():
    category = CategoryFactory()
    rows = goods(
        a_row(category, "switching", Decimal(4)),
        a_row(category, "switching", Decimal(3)),
        a_row(category, "concentration", Decimal(5)),
    )

    assert [(p.row, p.field) for p in find_problems(rows)] == [(3, "criterion"), (4, "reason")]


def test_a_score_finer_than_the_house_keeps_is_told_and_never_rounded_in_silence():
    category = CategoryFactory()
    rows = goods(a_row(category, "switching", Decimal("3.005")), a_row(category, "cost-share", Decimal("3.0100")))

    assert [(p.row, p.field) for p in find_problems(rows)] == [(2, "score")]


def test_a_category_is_known_by_code_or_name_and_an_unknown_one_is_an_error_of_its_cell():
    category = CategoryFactory()
    known = references()

    assert read_category(category.code.upper(), known) == category
    assert read_category(f" {category.name} ", known) == category
    with pytest.raises(CellError):
        read_category("nothing such", known)


def test_a_name_that_two_categories_share_is_not_guessed():
    first, _second = CategoryFactory(name="Pumps"), CategoryFactory(name="pumps")
    known = references()

    assert read_category(first.code, known) == first
    with pytest.raises(CellError):
        read_category("Pumps", known)


def test_the_export_has_the_shape_of_the_import():
    company = a_company()
    apply_rows(
        goods(a_row(company.category, "concentration", Decimal(5), "One mill")), by=company.manager, run=None,
        progress=lambda _n: None,
    )  # fmt: skip

    rows = scores_sheet(company.manager)

    assert [str(c.label) for c in CATEGORY_SCORES.columns] == [str(head) for head in HEADS[:4]]
    assert len(rows) == Criterion.objects.active().count()
    assert (company.category.code, "concentration", Decimal(5), "One mill") in [row[:4] for row in rows]
