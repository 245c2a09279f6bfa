"""Figures of a period that many first pages show: worked out at most once a minute."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.cache import cache

SECONDS = 60


def kept(name: str, period: tuple[date, date], work_out: Callable[[], Any]) -> Any:
    """Return the figures of the period, up to a minute old and the same for every reader."""
    first, last = period
    return cache.get_or_set(f"period-figures:{name}:{first}:{last}", work_out, SECONDS)
