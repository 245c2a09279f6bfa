"""Times as whole microseconds since 1970 in UTC: exact, quick to compare, and text only at the edge."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from srm.money.exact import CalcError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
_DAY = 86_400 * SECOND


def from_datetime(moment: datetime) -> int:
    """The microseconds of a moment that knows its zone; raises TypeError for one that does not."""
    since = moment - EPOCH
    return since.days * _DAY + since.seconds * SECOND + since.microseconds


def from_text(text: str, path: str) -> int:
    """The microseconds of an RFC 3339 time; raises CalcError when it is none or has no zone."""
    try:
        return from_datetime(datetime.fromisoformat(text))
    except (ValueError, TypeError):
        raise CalcError([(path, f'not a time with a zone: "{text}"')]) from None


@lru_cache(maxsize=1024)
def to_text(instant: int | None) -> str | None:
    """UTC text ending in Z, with six decimals unless the second is whole; nothing stays nothing."""
    if instant is None:
        return None
    try:
        moment = EPOCH + timedelta(microseconds=instant)
    except OverflowError:
        raise CalcError([("rules", "the auction leaves the years 1 to 9999")]) from None
    return moment.replace(tzinfo=None).isoformat() + "Z"
