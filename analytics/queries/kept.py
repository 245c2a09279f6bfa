"""Figures of a running cycle that many first pages show: worked out at most once a minute."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from procurement.models import Cycle

SECONDS = 60


def kept(name: str, cycle: Cycle | None, work_out: Callable[[], Any]) -> Any:
    """Return the figures of the cycle, up to a minute old and the same for every reader; without a cycle, fresh."""
    if cycle is None:
        return work_out()
    key = f"cycle-figures:{name}:{cycle.public_id}:{cycle.starts_on}:{cycle.ends_on}"
    return cache.get_or_set(key, work_out, SECONDS)
