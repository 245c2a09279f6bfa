import io
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from srm.accounts.models import LegalEntity
from srm.accounts.states import Role
from srm.errors import Refused
from srm.imports import registry
from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.registry import ImportKind, RowProblem, in_row
from tests.factories.accounts import UserFactory

HEADS = ["Company", "Code", "Capital", "Founded", "Country"]


@dataclass(frozen=True)
class CompanyRow:
    name: str
    code: str
    capital: Decimal | None
    founded: date | None
    country: str


def read_country(text, known):
    if text.upper() not in known["countries"]:
        raise CellError(f"unknown country: “{text}”")
    return text.upper()


def find_repeats(rows):
    counts = Counter(good.row.code for good in rows)
    for good in rows:
        if counts[good.row.code] > 1:
            yield RowProblem(good.number, f"{good.row.code} comes twice", "code")


def create_companies(rows, *, by, run, progress):
    for done, good in enumerate(rows, start=1):
        with in_row(good):
            if good.row.code == "REFUSED":
                raise Refused("budget exceeded")
            LegalEntity.objects.create(code=good.row.code, name=good.row.name, currency="EUR")
        progress(done)
    return {"created": len(rows)}


def a_kind(**changes):
    settings = {
        "key": "companies", "label": "Companies", "row": CompanyRow, "apply": create_companies,
        "columns": (
            Column("name", "Company", required=True, aliases=("Firma",)),
            Column("code", "Code", required=True, max_length=20),
            Column("capital", "Capital", ColumnType.DECIMAL, decimals=2, minimum=Decimal(0), blanks=("N/A",)),
            Column("founded", "Founded", ColumnType.DATE),
            Column("country", "Country", ColumnType.REFERENCE, parse=read_country, default="UA"),
        ),
        "references": lambda: {"countries": {"UA", "DE"}},
        "check": find_repeats,
        "may_import": lambda user: user.has_role(Role.BUYER),
        "max_rows": 2000,
    }  # fmt: skip
    return ImportKind(**{**settings, **changes})


@pytest.fixture
def kind():
    """The kind is gone after the test, whatever the test registered under its key."""
    yield registry.register_import(a_kind())
    registry._KINDS.pop("companies")


@pytest.fixture
def buyer(db):
    return UserFactory(roles=[Role.BUYER])


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def csv_upload(*rows, heads=HEADS, name="companies.csv", encoding="utf-8", delimiter=","):
    text = "\n".join(delimiter.join(str(c) for c in row) for row in (heads, *rows))
    return SimpleUploadedFile(name, text.encode(encoding))


def xlsx_upload(*rows, heads=HEADS, name="companies.xlsx"):
    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())
