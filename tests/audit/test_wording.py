import pytest
from django.utils import timezone, translation

from srm.audit.texts import text_of
from srm.audit.wording import Words, readable
from srm.events.models import Event


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-11-27T16:00:00Z", "27 Nov 2026, 18:00 EET"),
        ("2026-11-27", "27 Nov 2026"),
        ("12345.60", "12,345.60"),
        (["a", "1.50"], "a, 1.50"),
        ("TN-2026-000001", "TN-2026-000001"),
        (None, "None"),
    ],
)
def test_values_read_in_the_readers_language_and_zone(value, text):
    with translation.override("en"), timezone.override("Europe/Kyiv"):
        assert readable(value) == text


def test_a_code_reads_as_its_label():
    row = Event(name="LineProgressed", data={"position": 1, "stage": "in_tender", "reference": "TN-2026-000001"})
    text = text_of("LineProgressed")

    with translation.override("ru"):
        words = str(text.template) % Words(row, text.words({}))

    assert words == "Строка 1: В тендере TN-2026-000001"


def test_a_code_that_has_gone_reads_as_it_was_written():
    row = Event(name="LineProgressed", data={"position": 1, "stage": "teleported", "reference": ""})
    text = text_of("LineProgressed")

    with translation.override("en"):
        words = str(text.template) % Words(row, text.words({}))

    assert words == "Line 1: teleported "


def test_a_whole_sum_is_grouped_and_a_year_is_not():
    row, template = Event(name="BudgetSet", data={"amount": "220000", "year": "2026"}), "%(amount)s in %(year)s"

    with translation.override("en"):
        words = template % Words(row)

    assert words == "220,000 in 2026"
