import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from srm.imports.export import csv_response, neutral, write_csv, write_xlsx, xlsx_response

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "https://example.org", "007"]


def read_back(buffer):
    return openpyxl.load_workbook(io.BytesIO(buffer.getvalue())).active


def test_text_in_a_workbook_stays_text_whatever_it_starts_with():
    buffer = io.BytesIO()

    write_xlsx(buffer, heads=["=HEAD", "b"], rows=[[text, 1] for text in NASTY], title="a/b:c")

    sheet = read_back(buffer)
    cells = [row[0] for row in sheet.iter_rows()]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [c.value.replace("_x000D_", "").strip() for c in cells] == ["=HEAD", *(t.strip() for t in NASTY)]
    assert not sheet._hyperlinks


def test_numbers_dates_and_nothing_keep_their_kind():
    buffer = io.BytesIO()
    row = [Decimal("12.50"), date(2026, 6, 2), datetime(2026, 6, 2, 9, 30, tzinfo=UTC), None, True, -3]

    write_xlsx(buffer, heads=list("abcdef"), rows=[row], formats={0: "money"})

    cells = next(read_back(buffer).iter_rows(min_row=2))
    assert [c.value for c in cells] == [12.5, datetime(2026, 6, 2), datetime(2026, 6, 2, 9, 30), None, True, -3]
    assert cells[0].number_format == "#,##0.00"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1"])
def test_a_text_that_a_spreadsheet_would_compute_gets_an_apostrophe(text):
    assert neutral(text) == f"'{text}"
    assert neutral("a=1") == "a=1"


def test_csv_keeps_numbers_and_neutralises_texts():
    buffer = io.StringIO()

    write_csv(buffer, heads=["a", "b"], rows=[["=cmd|' /C calc'!A0", Decimal("-5.10")], [None, date(2026, 6, 2)]])

    assert list(csv.reader(io.StringIO(buffer.getvalue()))) == [
        ["a", "b"],
        ["'=cmd|' /C calc'!A0", "-5.10"],
        ["", "2026-06-02"],
    ]


def test_downloads_have_clean_names_and_are_never_shown():
    for response in (
        xlsx_response('orders"\r\n.xlsx', heads=["a"], rows=[["ї"]]),
        csv_response("заявки.csv", heads=["a"], rows=[["ї"]]),
    ):
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert "\n" not in response.headers["Content-Disposition"]
    assert response.content.startswith(b"\xef\xbb\xbf")
