"""Who buys a line: whoever knows the category best and has the least to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Candidate:
    """A buyer: `path` of the category he knows, how well (1–5), how many open lines he has and may have (0: any)."""

    person: int
    path: str
    level: int
    load: int
    capacity: int


def choose(path: str, candidates: Iterable[Candidate]) -> int | None:
    """Return who gets a line of a category: of those who know it or one above it and have room.

    The nearest category first, then the smallest load for his capacity, then the better knowledge. When all are full
    the least loaded takes it; None when nobody knows it.
    """
    able = [c for c in candidates if path.startswith(c.path)]
    free = [c for c in able if not c.capacity or c.load < c.capacity]
    ranked = sorted(free or able, key=lambda c: (-len(c.path), _fullness(c), -c.level, c.person))
    return ranked[0].person if ranked else None


def share_out(paths: Iterable[str], candidates: Iterable[Candidate]) -> list[int | None]:
    """Return who gets each of several lines, by their categories, one after another: each counts for the next."""
    able = {(c.person, c.path): c for c in candidates}
    chosen = []
    for path in paths:
        person = choose(path, able.values())
        able = {key: replace(c, load=c.load + 1) if c.person == person else c for key, c in able.items()}
        chosen.append(person)
    return chosen


def _fullness(candidate: Candidate) -> float:
    return candidate.load / candidate.capacity if candidate.capacity else float(candidate.load) / 1000
