"""Time-based codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds), without Django."""

import hashlib
import hmac
import re
import secrets
from base64 import b32decode, b32encode
from datetime import datetime

PERIOD = 30  # seconds
DIGITS = 6
TOLERANCE = 1  # periods: a telephone's clock may be that much off
SEPARATORS = re.compile(r"[\s-]")


def new_secret() -> str:
    """Return a secret of 160 random bits as apps take it."""
    return b32encode(secrets.token_bytes(20)).decode()


def secret_from(seed: bytes) -> str:
    """Return the secret that always belongs to this seed."""
    return b32encode(hashlib.sha1(seed, usedforsecurity=False).digest()).decode()


def counter_at(moment: datetime) -> int:
    """Return the number of the period in which the moment lies."""
    return int(moment.timestamp()) // PERIOD


def code_at(secret: str, counter: int) -> str:
    """Return the code of a period (RFC 4226, dynamic truncation)."""
    digest = hmac.new(b32decode(secret, casefold=True), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_counter(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the period whose code this is, near `at` and later than the last used one; None for a wrong code."""
    given, now = plain(code), counter_at(at)
    for counter in range(now - TOLERANCE, now + TOLERANCE + 1):
        if counter > after and hmac.compare_digest(code_at(secret, counter).encode(), given.encode()):
            return counter
    return None


def next_code(secret: str, *, at: datetime, after: int) -> str | None:
    """Return the code that is accepted at this moment, the present one if unused; None: wait for the next period."""
    counter = max(counter_at(at), after + 1)
    return code_at(secret, counter) if counter <= counter_at(at) + TOLERANCE else None


def plain(code: str) -> str:
    """Return the code as typed, without the spaces and dashes that people put into it."""
    return SEPARATORS.sub("", code)
