"""Public classifications: loaded from their lists, shown by label, and holding categories to the codes that exist."""

import os
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from procurement.queries.classification import check_codes, find_codes, nearest
from procurement.rules.classification import above, is_entry, spellings
from procurement.services import (
    ClassificationEntry,
    add_category,
    change_category,
    load_built_in,
    load_classification,
)
from srm.authz import SYSTEM
from srm.cli import import_
from srm.errors import Invalid, NotPermitted
from srm.reference.models import CategoryCode, ClassificationCode, Scheme
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory

DATA = Path(os.environ.get("SRM_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
TAXONOMY = DATA / "taxonomy"
CPV_FILE, OKPD2_FILE = TAXONOMY / "cpv2008_en_uk_de_fr_es.csv", TAXONOMY / "okpd2_ru.tsv"
STEEL = [
    ClassificationEntry("14000000-1", "Mining, basic metals", labels={"ru": "Металлы"}),
    ClassificationEntry("14600000-7", "Metal ores and alloys"),
    ClassificationEntry("14622000-7", "Steel", labels={"ru": "Сталь"}),
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def loaded():
    return load_classification(scheme=Scheme.CPV, entries=STEEL, by=SYSTEM)


@pytest.fixture
def srm_import(tmp_path, monkeypatch):
    """Run `srm import classification` on a text, in the test's own transaction."""
    monkeypatch.setattr(import_, "product", nullcontext)

    def run(text, *more, name="codes.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return command("classification", str(path), *more)

    return run


def command(*words):
    parser = ArgumentParser()
    import_.add_arguments(parser)
    return import_.run(parser.parse_args([*words]))


def titles(scheme):
    return dict(ClassificationCode.objects.filter(scheme=scheme).values_list("code", "label"))


def test_the_codes_above_a_code_are_found_by_its_form():
    assert above("CPV", "14622000-7") == ["14620000", "14600000", "14000000"]
    assert above("OKPD2", "01.11.1") == ["01.11", "01.1", "01"]
    assert above("UNSPSC", "30102204") == ["30102200", "30100000", "30000000"]
    assert spellings("OKPD2", "01.11") == ["01.11"]
    assert (is_entry("OKPD2", "A"), is_entry("CPV", "A"), is_entry("UNSPSC", "30102204")) == (True, False, True)


def test_a_list_is_loaded_by_command_and_loaded_again(srm_import, capsys):
    first = "code,en,uk\n14000000-1,Mining,Гірництво\n14622000-7,Steel,Сталь\n"

    one = srm_import(first, "--scheme", "CPV", "--yes")
    two = srm_import("code;label;ru\n14622000-7;Steels;Сталь (рус.)\n", "--scheme", "cpv", "--yes")

    assert (one, two) == (0, 0)
    assert "changed 1" in capsys.readouterr().out
    load_classification(scheme=Scheme.CPV, entries=[ClassificationEntry("14622000", "Steels")], by=SYSTEM)
    steel = ClassificationCode.objects.get(code="14622000-7")
    assert (steel.label, steel.labels) == ("Steels", {"uk": "Сталь", "ru": "Сталь (рус.)"})
    assert (steel.parent_code, ClassificationCode.objects.count()) == ("14000000-1", 2)


def test_a_list_without_heads_is_read_as_code_and_label(srm_import):
    text = 'A \tСельское хозяйство\n01 \tПродукция\n01.1 \t"\tКультуры однолетние"\n'

    code = srm_import(text, "--scheme", "OKPD2", "--yes", name="okpd2.tsv")

    assert code == 0
    assert titles("OKPD2") == {"A": "Сельское хозяйство", "01": "Продукция", "01.1": "Культуры однолетние"}
    assert ClassificationCode.objects.get(code="01.1").parent_code == "01"


def test_wrong_rows_are_told_by_file_and_cell_and_nothing_is_stored(srm_import, capsys, tmp_path):
    rows = ["code,label,parent", "14622000-7,Steel,", "146,Short,", "14622000-7,Twice,", "14000000-1,,"]
    text = "\n".join([*rows, "15000000-8,Food,99000000-1"])

    code = srm_import(text, "--scheme", "CPV", "--yes")

    told = capsys.readouterr().err
    assert (code, ClassificationCode.objects.count()) == (2, 0)
    named = [line.split(": ")[:3] for line in told.splitlines()]
    assert named == [["srm import", str(tmp_path / "codes.csv"), cell] for cell in ("A3", "A4", "B5", "C6")]


@pytest.mark.parametrize(
    ("words", "path"), [((), "--scheme"), (("--scheme", "NAICS"), "kind"), (("--builtin", "unspsc"), "--builtin")]
)
def test_a_scheme_that_is_not_known_is_told(srm_import, capsys, words, path):
    assert srm_import("code,label\n1,x\n", *words) == 2
    assert f"srm import: {path}:" in capsys.readouterr().err


def test_cpv_is_shipped_in_english(srm_import, capsys):
    assert command("classification", "--builtin", "cpv") == 0

    assert "9454 codes added" in capsys.readouterr().out
    assert ClassificationCode.objects.get(code="14622000-7").label == "Steel"
    assert ClassificationCode.objects.filter(parent_code="").count() == 45
    again = load_built_in(name="cpv")
    assert (again.added, again.changed) == (0, 0)


@pytest.mark.skipif(not OKPD2_FILE.exists(), reason=f"no published lists in {TAXONOMY}")
def test_the_published_lists_are_read_whole(srm_import, capsys):
    assert command("classification", str(OKPD2_FILE), "--scheme", "OKPD2", "--yes") == 0
    assert command("classification", str(CPV_FILE), "--scheme", "CPV", "--yes") == 0

    assert (len(titles("OKPD2")), len(titles("CPV"))) == (20328, 9454)
    assert titles("OKPD2")["01.11.1"] == "Пшеница"


def test_only_who_keeps_categories_loads(cast):
    with pytest.raises(NotPermitted):
        load_classification(scheme=Scheme.CPV, entries=STEEL, by=cast.buyer)

    assert ClassificationCode.objects.count() == 0
    page = reverse("imports:new", args=["classification-cpv"])
    assert cast.client("category_manager").get(page).status_code == 200
    assert cast.client("buyer").get(page).status_code in (403, 404)


def test_codes_without_their_digit_get_it_and_a_wrong_one_is_told_with_the_right(loaded):
    assert check_codes("CPV", ["14622000", "14000000-1"]).codes == ["14622000-7", "14000000-1"]
    assert check_codes("CPV", ["14622000-3"]).wrong == {"14622000-3": "14622000-7"}
    assert nearest("CPV", "14699999-9") == "14600000-7"
    assert (nearest("CPV", "99999999-9"), check_codes("UNSPSC", ["30102204"]).wrong) == ("", {})


def test_a_code_that_the_loaded_classification_lacks_is_refused_at_its_field(cast, loaded):
    category = CategoryFactory()

    with pytest.raises(Invalid) as wrong:
        change_category(category=category, codes={"CPV": ["14622000-7", "14699999-9"]}, by=cast.category_manager)
    with pytest.raises(Invalid):
        add_category(code="N", name="New", codes={"CPV": ["99999999-9"]}, by=cast.category_manager)

    assert "14600000-7" in str(wrong.value.errors["cpv"])
    assert CategoryCode.objects.count() == 0
    change_category(category=category, codes={"OKPD2": ["24.10"], "CPV": ["14622000"]}, by=cast.category_manager)
    assert set(CategoryCode.objects.values_list("code", flat=True)) == {"24.10", "14622000-7"}


def test_codes_kept_before_the_list_came_are_spelt_as_in_the_list(cast):
    category = CategoryFactory()
    change_category(category=category, codes={"CPV": ["14622000"]}, by=cast.category_manager)

    load_classification(scheme=Scheme.CPV, entries=STEEL, by=SYSTEM)

    assert [c.title for c in category.codes.labelled()] == ["Steel"]
    assert category.codes.get().code == "14622000-7"


def test_labels_are_in_the_readers_language_where_the_list_had_it(cast, loaded):
    category = CategoryFactory()
    change_category(category=category, codes={"CPV": ["14600000-7", "14622000-7"]}, by=cast.category_manager)

    with translation.override("ru"):
        shown = [c.title for c in category.codes.labelled()]
        found = [c.code for c in find_codes("CPV", "сталь")]

    assert shown == ["Metal ores and alloys", "Сталь"]
    assert found == ["14622000-7"]
    assert (
        "Steel"
        in cast.client("buyer").get(reverse("procurement:category-detail", args=[category.public_id])).content.decode()
    )


def test_codes_are_suggested_while_typing_and_searched_by_rest(cast, loaded):
    options = cast.client("category_manager").get(
        reverse("procurement:classification-options", args=["CPV"]), {"q": "steel"}
    )
    rest = program_of(cast.requester).get(api("classification-code-list"), {"scheme": "CPV", "search": "metal"}).json()
    none = program_of(cast.requester).get(api("classification-code-list"), {"scheme": "UNSPSC"}).json()

    assert 'data-value="14622000-7"' in options.content.decode()
    assert [r["code"] for r in rest["results"]] == ["14000000-1", "14600000-7"]
    assert rest["results"][0] == {
        "scheme": "CPV", "code": "14000000-1", "label": "Mining, basic metals", "parent_code": "",
    }  # fmt: skip
    assert none["results"] == []
