"""S20: whatever leaves as CSV or XLSX, a hostile name in it stays a name."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction

from srm.accounts.events import TokenIssued
from srm.accounts.models import User
from srm.authz import SYSTEM
from srm.events.services import record
from srm.imports.models import ImportRun
from tests.factories.accounts import UserFactory

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("srm", "suppliers", "procurement", "tenders", "contracts", "analytics")
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
STARTS = tuple("=+-@\t\r")


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def admin(client, db):
    person = UserFactory(roles=["admin"])
    client.force_login(person)
    return person


@pytest.mark.parametrize("name", NASTY)
def test_a_list_page_exports_no_formula(client, admin, name):
    ImportRun.objects.create(kind="history", name=name, sha256="0" * 64, format="csv", created_by=admin)

    as_csv = content_of(client.get("/imports/?export=csv")).decode("utf-8-sig")
    as_xlsx = content_of(client.get("/imports/?export=xlsx"))

    rows = list(csv.reader(io.StringIO(as_csv, newline="")))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(as_xlsx)).active.iter_rows() for cell in row]
    assert rows[1][0] == f"'{name}"
    assert not [c for c in cells if c.data_type == "f"]


@pytest.mark.parametrize("name", NASTY)
def test_the_event_log_exports_no_formula(client, admin, name):
    person = User.objects.create(email=f"{name.strip()}@x.example", name=name)
    with transaction.atomic():
        record(TokenIssued(name), subject=person, by=person)
        record(TokenIssued(name), subject=person, by=SYSTEM)

    text = content_of(client.get("/audit/events.csv")).decode()

    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(STARTS)]


def test_there_is_one_writer_of_spreadsheets_only():
    writes = re.compile(r"csv\.(writer|DictWriter)|xlsxwriter|openpyxl\.Workbook")
    found = [
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    ]

    assert found == ["srm/imports/export.py"]
