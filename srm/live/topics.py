"""Who may listen to what: `lot/4f…` belongs to the prefix `lot`, and whoever registered it answers for it."""

import re
from collections.abc import Callable
from typing import Any

WELL_FORMED = re.compile(r"[a-z][a-z_-]*/[0-9a-z][0-9a-z_/-]*")
Check = Callable[[Any, str], bool]
_CHECKS: dict[str, Check] = {}


def register(prefix: str, may_listen: Check) -> None:
    """Register `may_listen(user, rest) -> bool` for the topics `prefix/rest`, in the app's `ready()`.

    A topic has one audience: what a buyer may hear and a bidder not is published on a topic of its own.
    """
    _CHECKS[prefix] = may_listen


def may_listen(user: Any, topic: str) -> bool:
    """Tell whether the person may listen; unknown topics are nobody's."""
    if not (user.is_authenticated and WELL_FORMED.fullmatch(topic)):
        return False
    prefix, _, rest = topic.partition("/")
    check = _CHECKS.get(prefix)
    return check is not None and check(user, rest)


def of_person(user: Any) -> str:
    """Return a person's own topic: his bell, his counts."""
    return f"person/{user.public_id}"


register("person", lambda user, rest: user.public_id == rest)
