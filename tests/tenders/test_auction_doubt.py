"""The typo guard, on both sides of its boundary."""

from decimal import Decimal as D

import pytest

from tenders.rules.doubt import doubt


@pytest.mark.parametrize(
    ("amount", "own", "limit", "likely"),
    [
        ("180", "200", "190", None),
        ("161.50", "200", "190", None),  # 15 % below the limit exactly
        ("161.49", "200", "190", "190"),
        ("19", "200", "190", "190"),
        ("1.85", "200", "190", "185.00"),
        ("86", "990", "986", "986"),
        ("100", "400", "105", None),  # far below one's own, near to what leads
        ("100", "400", None, "400"),
    ],
)
def test_far_below_what_would_do_is_asked_again(amount, own, limit, likely):
    found = doubt(D(amount), D(own), limit and D(limit))

    expected = None if likely in (None, "400") else D(likely)
    assert (found and found.likely) == expected
    assert (found is None) == (likely is None)
