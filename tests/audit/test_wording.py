import pytest
from django.utils import timezone, translation

from srm.audit.wording import readable


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-11-27T16:00:00Z", "11/27/2026 6 p.m."),
        ("2026-11-27", "Nov. 27, 2026"),
        ("12345.60", "12,345.60"),
        (["a", "1.50"], "a, 1.50"),
        ("TN-2026-000001", "TN-2026-000001"),
        (None, "None"),
    ],
)
def test_values_read_in_the_readers_language_and_zone(value, text):
    with translation.override("en"), timezone.override("Europe/Kyiv"):
        assert readable(value) == text
