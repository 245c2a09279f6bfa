"""The category tree with its owners and codes, and scored items by sheet, REST and command line."""

import io
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procurement.forms.sheets.category import export_rows
from procurement.models import AxisScale, Criterion, CriterionScore, Position
from procurement.rules.classification import misformed, read_codes
from procurement.services import add_category, change_axis, change_category, position_all
from srm.authz import SYSTEM
from srm.calc.run import calculate
from srm.errors import Invalid, NotPermitted
from srm.imports.export import write_xlsx
from srm.imports.services import confirm_import, match_columns, preview_import, upload_import
from srm.reference.models import Category, CategoryCode
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory

pytestmark = pytest.mark.django_db
HEADS = ["code", "name", "parent", "owner", "cpv", "okpd2", "unspsc", "small_purchase_limit", "name_ru", "name_uk"]


@pytest.fixture
def cast():
    return make_cast()


def checked(kind, heads, rows, by):
    """Upload a workbook and check it, as the page does."""
    file = io.BytesIO()
    write_xlsx(file, heads=heads, rows=rows, title="Sheet")
    run = upload_import(kind=kind, upload=SimpleUploadedFile("sheet.xlsx", file.getvalue()), by=by)
    return preview_import(run=match_columns(run=run, mapping=run.mapping, by=by), by=by, now=True)


def test_codes_are_read_apart_and_known_by_their_form():
    assert read_codes("44111000-1, 44111000-1; 14622000-7") == ["44111000-1", "14622000-7"]
    assert misformed("CPV", ["44111000-1", "44111000", "4411"]) == ["4411"]
    assert misformed("OKPD2", ["24", "24.10", "24.10.31", "24.10.31.110", "A", "24.1031"]) == ["A", "24.1031"]
    assert misformed("UNSPSC", ["31171500", "3117"]) == ["3117"]


def test_a_tree_comes_from_a_sheet_with_owners_and_codes_and_goes_out_as_it_came(cast):
    manager = cast.category_manager
    rows = [
        ["MET", "Metals", "", "", "", "", "", None, "Металлы", ""],
        ["STL", "Steel", "MET", manager.email, "14622000-7", "24.10.31, 24.10.32", "30102200", Decimal("250.00"),
         "Сталь", "Сталь (укр.)"],
    ]  # fmt: skip

    run = confirm_import(run=checked("categories", HEADS, rows, manager), by=manager, now=True)
    again = confirm_import(run=checked("categories", HEADS, rows, manager), by=manager, now=True)

    steel = Category.objects.get(code="STL")
    assert (Category.objects.get_parent(steel).code, steel.owner) == ("MET", manager)
    assert run.result == {"added": 2, "changed": 0, "moved": 0}
    assert again.result == {"added": 0, "changed": 2, "moved": 0}
    assert CategoryCode.objects.filter(category=steel).count() == 4
    assert list(export_rows(manager)) == [tuple(row) for row in rows]
    assert (steel.names, steel.small_purchase_limit) == ({"ru": "Сталь", "uk": "Сталь (укр.)"}, Decimal("250.00"))


def test_an_empty_cell_leaves_a_translated_name_and_the_limit_as_they_were(cast):
    manager = cast.category_manager
    CategoryFactory(code="STL", name="Steel", names={"ru": "Сталь", "uk": "Криця"}, small_purchase_limit=Decimal(250))
    rows = [["STL", "Steel", "", "", "", "", "", None, "", "Сталь"]]

    confirm_import(run=checked("categories", HEADS, rows, manager), by=manager, now=True)

    steel = Category.objects.get(code="STL")
    assert (steel.names, steel.small_purchase_limit) == ({"ru": "Сталь", "uk": "Сталь"}, Decimal(250))


def test_a_parent_that_several_are_called_is_refused_at_its_cell(cast):
    first, _second = CategoryFactory(name="Metals"), CategoryFactory(name="metals")
    rows = [["STL", "Steel", "METALS", "", "", "", "", None], ["ALU", "Aluminium", first.code, "", "", "", "", None]]

    run = checked("categories", HEADS[:8], rows, cast.category_manager)

    assert [(p["cell"], "Several" in p["message"]) for p in run.problems] == [("C2", True)]
    assert Category.objects.filter(code__in=["STL", "ALU"]).count() == 0


def test_wrong_cells_of_the_tree_are_told_by_cell_and_nothing_is_written(cast):
    rows = [
        ["STL", "Steel", "NONE", "nobody@nowhere.example", "1462", "", ""],
        ["ALU", "Aluminium", "UNKNOWN", "", "", "", ""],
    ]

    run = checked("categories", HEADS, rows, cast.category_manager)

    assert sorted(p["cell"] for p in run.problems) == ["C3", "D2", "E2"]
    assert Category.objects.filter(code__in=["STL", "ALU"]).count() == 0


def test_a_category_is_kept_by_managers_and_its_codes_have_their_form(cast):
    category = CategoryFactory()

    with pytest.raises(NotPermitted):
        change_category(category=category, by=cast.buyer, name="X")
    with pytest.raises(Invalid) as wrong:
        change_category(category=category, by=cast.category_manager, codes={"CPV": ["12"], "OKPD2": ["24.10"]})
    with pytest.raises(Invalid):
        add_category(code=category.code.lower(), name="Twice", by=cast.category_manager)

    assert list(wrong.value.errors) == ["cpv"]
    assert CategoryCode.objects.count() == 0


def test_owner_and_codes_are_edited_on_the_page_and_shown(cast):
    category = CategoryFactory()
    client = cast.client("category_manager")
    url = reverse("procurement:category-edit", args=[category.public_id])
    form = {
        "name": "Steel", "name_ru": "Сталь", "owner": cast.buyer.public_id, "cpv": "14622000-7", "is_active": "on",
        "small_purchase_limit": "250.5",
    }  # fmt: skip

    refused = client.post(url, {**form, "cpv": "nonsense"})
    saved = client.post(url, form)

    category.refresh_from_db()
    assert (refused.status_code, saved.status_code, category.owner) == (422, 302, cast.buyer)
    assert "14622000-7" in client.get(saved.url).content.decode()
    assert (category.names, category.small_purchase_limit) == ({"ru": "Сталь"}, Decimal("250.50"))
    shown = program_of(cast.buyer).get(api("category-detail", category.public_id)).json()
    assert shown["codes"] == [{"scheme": "CPV", "code": "14622000-7", "label": ""}]


def test_a_category_is_added_and_moved_on_the_page(cast):
    client = cast.client("category_manager")
    metals = CategoryFactory(code="MET", name="Metals")
    new = {"code": "STL", "name": "Steel", "parent": metals.public_id, "cpv": "14622000-7"}

    refused = client.post(reverse("procurement:category-create"), {**new, "code": "met"})
    client.post(reverse("procurement:category-create"), new)
    steel = Category.objects.get(code="STL")
    url = reverse("procurement:category-edit", args=[steel.public_id])
    under = client.get(url).context["form"]
    moved = client.post(url, {"name": "Steel", "parent": "", "is_active": "on"})

    assert (refused.status_code, moved.status_code) == (422, 302)
    assert Category.objects.get_parent(steel) == metals
    assert (under["parent"].value(), steel.public_id in under.places) == (metals.public_id, False)
    assert Category.objects.get(code="STL").depth == 1


def test_a_page_that_is_refused_moves_nothing(cast):
    steel = CategoryFactory(parent=CategoryFactory())
    form = {"name": "Steel", "parent": "", "is_active": "on", "cpv": "nonsense"}

    refused = cast.client("category_manager").post(reverse("procurement:category-edit", args=[steel.public_id]), form)

    assert refused.status_code == 422
    assert Category.objects.get(pk=steel.pk).depth == 2


def test_the_list_finds_by_name_in_the_readers_language_and_by_code(cast):
    steel = CategoryFactory(code="STL", name="Steel", names={"ru": "Сталь"}, parent=CategoryFactory(name="Metals"))
    change_category(category=steel, codes={"CPV": ["14622000-7"]}, by=cast.category_manager)
    client = cast.client("buyer")
    url = reverse("procurement:category-list")
    found = lambda **query: "STL" in client.get(url, query).content.decode()  # noqa: E731 - the question of each line

    assert [found(q="steel"), found(q="1462"), found(coded="1"), found(state="True")] == [True] * 4
    assert [found(q="bolt"), found(coded="0"), found(state="False")] == [False] * 3
    assert "category-create" not in client.get(url).content.decode()


def test_the_tree_is_kept_by_rest(cast):
    manager = program_of(cast.category_manager)

    root = manager.post(api("category-tree-list"), {"code": "MET", "name": "Metals"})
    leaf = manager.post(api("category-tree-list"), {"code": "STL", "name": "Steel", "parent": "MET"})
    wrong = manager.patch(api("category-tree-detail", leaf.json()["public_id"]), {"codes": {"CPV": ["12"]}})
    right = manager.patch(api("category-tree-detail", leaf.json()["public_id"]), {"codes": {"CPV": ["14622000-7"]}})

    assert (root.status_code, leaf.json()["depth"], wrong.status_code) == (201, 2, 422)
    assert right.json()["codes"] == [{"scheme": "CPV", "code": "14622000-7", "label": ""}]


SCORES = [("3.01", "4.84"), ("1.66", "4.02"), ("1", "7.47"), ("2.5", "5.5")]


def a_published_matrix(cast):
    """The scales of the published example, with one scored criterion on each axis."""
    Criterion.objects.exclude(code__in=["switching", "cost-share"]).update(is_active=False)
    for axis, changes in (
        ("supply_risk", {"inverted": True, "rho": Decimal("0.653")}),
        ("profit_impact", {"high": Decimal(10), "rho": Decimal("0.70")}),
    ):
        change_axis(axis_scale=AxisScale.objects.get(axis=axis), by=cast.procurement_head, **changes)


def figures():
    rows = Position.objects.current().order_by("category__code")
    return [(str(float(p.supply_risk)), str(float(p.profit_impact)), p.measured_quadrant, p.stability) for p in rows]


def test_scores_by_sheet_by_rest_and_by_command_line_give_the_same_numbers(cast, tmp_path):
    a_published_matrix(cast)
    manager = cast.category_manager
    categories = [add_category(code=f"K{n}", name=f"Kind {n}", by=manager) for n in range(len(SCORES))]
    pairs = [
        (category.code, criterion, score)
        for category, scores in zip(categories, SCORES, strict=True)
        for criterion, score in zip(("switching", "cost-share"), scores, strict=True)
    ]

    rows = [[code, criterion, Decimal(score), ""] for code, criterion, score in pairs]
    run = checked("category-scores", ["category", "criterion", "score", "reason"], rows, manager)
    confirm_import(run=run, by=manager, now=True)
    position_all(by=SYSTEM)
    by_sheet = figures()
    CriterionScore.objects.all().delete()
    for code, criterion, score in pairs:
        posted = program_of(manager).post(api("score-list"), {"category": code, "criterion": criterion, "score": score})
        assert posted.status_code == 201
    position_all(by=SYSTEM)
    by_rest = figures()

    axes = Position.objects.current().first().inputs["axes"]
    item = lambda n: {  # noqa: E731 - the sheet's row as an item of the command
        "id": f"K{n}",
        "scores": {"supply_risk": {"switching": SCORES[n][0]}, "profit_impact": {"cost-share": SCORES[n][1]}},
    }
    document = {"axes": axes, "items": [item(n) for n in range(len(SCORES))],
                "sensitivity": {"draws": 1000, "weight_spread": "0.1", "seed": 1}}  # fmt: skip
    answer = calculate("kraljic", json.dumps(document).encode())
    by_command = [
        (str(r["supply_risk"]), str(r["profit_impact"]), r["quadrant"], r["stability"]) for r in answer["items"]
    ]
    assert by_sheet == by_rest == by_command
    assert by_command[0][:3] == ("0.2112541", "0.9336977", "leverage")


def test_a_score_off_the_scale_is_told_by_its_cell(cast):
    a_published_matrix(cast)
    add_category(code="K", name="Kind", by=cast.category_manager)
    rows = [["K", "cost-share", Decimal(10), ""], ["K", "switching", Decimal(6), ""]]

    run = checked("category-scores", ["category", "criterion", "score", "reason"], rows, cast.category_manager)

    assert [(p["cell"], p["message"]) for p in run.problems] == [("C3", "Choose a score from 1 to 5.")]
