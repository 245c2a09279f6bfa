import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm.documents.rules.filename import clean_name


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\plan.xlsx", "plan.xlsx"),
        ('"><img src=x onerror=alert(1)>.png', "img src=x onerror=alert(1).png"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("  spaced   out .csv", "spaced out.csv"),
        ("Договір №5.docx", "Договір №5.docx"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("", "file"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_one_plain_part(given_name, expected):
    assert clean_name(given_name) == expected


@given(st.text(max_size=400))
def test_no_name_leads_anywhere_or_breaks_a_line(name):
    clean = clean_name(name)

    assert clean
    assert len(clean) <= 161
    assert not set(clean) & set('/\\:*?"<>|\0\r\n\u202e\u2066\u200b')
    assert clean not in (".", "..")
    assert clean_name(clean) == clean
