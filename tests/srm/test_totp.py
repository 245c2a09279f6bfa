"""Codes of an authenticator app against the published vectors (RFC 6238, appendix B, SHA-1, the last six digits)."""

from base64 import b32encode
from datetime import UTC, datetime

import pytest

from srm.accounts import totp

SECRET = b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
]  # fmt: skip
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOW = totp.counter_at(NOON)


@pytest.mark.parametrize(("second", "code"), VECTORS)
def test_published_vectors(second, code):
    assert totp.code_at(SECRET, totp.counter_at(datetime.fromtimestamp(second, UTC))) == code


@pytest.mark.parametrize(("periods", "is_accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_period(periods, is_accepted):
    code = totp.code_at(SECRET, NOW + periods)

    assert (totp.matching_counter(SECRET, code, at=NOON, after=0) == NOW + periods) == is_accepted


def test_a_used_code_and_an_earlier_one_are_no_longer_accepted():
    earlier, used, later = (totp.code_at(SECRET, NOW + n) for n in (-1, 0, 1))

    found = [totp.matching_counter(SECRET, code, at=NOON, after=NOW) for code in (earlier, used, later)]

    assert found == [None, None, NOW + 1]


def test_spaces_and_dashes_are_left_out():
    code = totp.code_at(SECRET, NOW)

    assert totp.matching_counter(SECRET, f" {code[:3]} {code[3:]}-", at=NOON, after=0) == NOW


def test_the_next_code_is_the_first_that_is_accepted():
    found = [totp.next_code(SECRET, at=NOON, after=NOW + n) for n in (-3, -1, 0, 1)]

    assert found == [totp.code_at(SECRET, NOW), totp.code_at(SECRET, NOW), totp.code_at(SECRET, NOW + 1), None]


def test_a_new_secret_is_another_one_each_time():
    first, second = totp.new_secret(), totp.new_secret()

    assert first != second
    assert len(first) == 32
