import json

import pytest

from srm.accounts.models import LegalEntity
from srm.cli import import_
from srm.imports.models import ImportRun
from tests.imports.conftest import a_kind, csv_upload, xlsx_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]
GOOD = ("Kettle works", "K1", "1000.50", "2006-06-02", "DE")
BAD = ("Pan works", "P1", "much", "Pre-PQ Process", "XX")


@pytest.fixture(autouse=True)
def _same_connection(monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr(import_, "product", nullcontext)


@pytest.fixture
def srm_import(tmp_path):
    from argparse import ArgumentParser

    def run(upload, *more, kind="companies"):
        path = tmp_path / upload.name
        path.write_bytes(upload.read())
        parser = ArgumentParser()
        import_.add_arguments(parser)
        return import_.run(parser.parse_args([kind, str(path), *more]))

    return run


def test_a_good_file_is_imported_when_told_so(srm_import, capsys):
    code = srm_import(xlsx_upload(GOOD), "--yes")

    assert code == 0
    assert "Imported 1 rows: created 1" in capsys.readouterr().out
    assert LegalEntity.objects.count() == 1


def test_without_yes_nothing_is_stored(srm_import, capsys):
    code = srm_import(csv_upload(GOOD))

    assert code == 0
    assert "Nothing stored" in capsys.readouterr().out
    assert LegalEntity.objects.count() == 0


def test_wrong_cells_are_named_and_the_code_is_two(srm_import, capsys):
    code = srm_import(csv_upload(GOOD, BAD), "--yes")

    error = capsys.readouterr().err
    assert code == 2
    assert "C3: not a number: “much”" in error
    assert "D3: not a date: “Pre-PQ Process”" in error
    assert LegalEntity.objects.count() == 0


def test_a_mapping_names_columns_by_head_or_letter(srm_import, tmp_path):
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"name": "Bezeichnung", "code": "B"}))

    code = srm_import(csv_upload(("Werk", "W1"), heads=["Bezeichnung", "Nr"]), "--yes", "--mapping", str(mapping))

    assert code == 0
    assert LegalEntity.objects.get().name == "Werk"


def test_a_column_that_is_not_there_is_named_with_its_path(srm_import, tmp_path, capsys):
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"name": "Nowhere"}))

    code = srm_import(csv_upload(GOOD), "--yes", "--mapping", str(mapping))

    assert code == 2
    assert "map.json: name: no column “Nowhere”" in capsys.readouterr().err
    assert LegalEntity.objects.count() == 0


def test_an_unknown_kind_and_an_unknown_person_are_said(srm_import, capsys):
    codes = [srm_import(csv_upload(GOOD), kind="nothing"), srm_import(csv_upload(GOOD), "--as", "nobody@x.example")]

    error = capsys.readouterr().err
    assert codes == [2, 2]
    assert "There is no import called “nothing”" in error
    assert "nobody active has the address nobody@x.example" in error
    assert ImportRun.objects.count() == 0


def test_an_import_that_becomes_somebodys_own_asks_whose(srm_import, capsys, buyer):
    from srm.imports import registry

    registry.register_import(a_kind(needs_person=True))

    codes = [srm_import(csv_upload(GOOD), "--yes"), srm_import(csv_upload(GOOD), "--yes", "--as", buyer.email)]

    assert codes == [2, 0]
    assert "--as EMAIL" in capsys.readouterr().err
    assert ImportRun.objects.get().created_by == buyer


def test_rejected_rows_are_written_where_told(srm_import, tmp_path):
    from srm.imports import registry

    registry.register_import(a_kind(rejects_allowed=True))
    out = tmp_path / "bad.xlsx"

    code = srm_import(csv_upload(GOOD, BAD), "--yes", "--rejects", str(out))

    assert code == 0
    assert out.read_bytes().startswith(b"PK")
    assert LegalEntity.objects.count() == 1
