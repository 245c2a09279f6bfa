"""A strategy beside the facts: what was frozen at approval and what holds now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from procurement.models import Criterion, Position, Strategy
from procurement.queries.category import value_text
from procurement.states import Quadrant, StrategyStatus
from srm.accounts.models import User
from srm.clock import organisation_today, shown_today
from srm.ui.formats import quantity


@dataclass(frozen=True)
class EvidenceRow:
    """One criterion, frozen and now; `change` in points of the score."""

    name: str
    source: str
    frozen: str
    now: str
    change: float | None


def evidence_rows(strategy: Strategy, position: Position | None) -> list[EvidenceRow]:
    """Return what the strategy rests on beside what holds now; before approval there is only the now."""
    frozen = strategy.evidence.get("criteria", {})
    current = position.evidence if position else {}
    known = {*frozen, *current}
    return [
        _row(c, frozen.get(c.code, {}), current.get(c.code, {})) for c in Criterion.objects.all() if c.code in known
    ]


def stability_words(strategy: Strategy, position: Position | None) -> list[tuple[str, str, int]]:
    """Return quadrant, word and percent of the re-runs: as frozen, else as it is now."""
    shares = strategy.evidence.get("stability") or (position.stability if position else {})
    parts = sorted(shares.items(), key=lambda part: -part[1])
    return [(name, str(Quadrant(name).label), round(share * 100)) for name, share in parts]


def review_days(strategy: Strategy, today: date | None = None) -> int:
    """Return the days until the review; negative when it is over."""
    return (strategy.review_on - (today or organisation_today())).days


def due_strategies(user: User) -> QuerySet[Strategy]:
    """Return strategies in force that need a new look: out of date, or past their review."""
    rows = Strategy.objects.visible_to(user).in_force()
    return rows.filter(Q(status=StrategyStatus.OUT_OF_DATE) | Q(review_on__lt=shown_today()))


def _row(criterion: Criterion, frozen: dict[str, Any], now: dict[str, Any]) -> EvidenceRow:
    change = None
    if frozen.get("score") and now.get("score"):
        change = float(now["score"]) - float(frozen["score"])
    return EvidenceRow(str(criterion), criterion.measure, _shown(criterion, frozen), _shown(criterion, now), change)


def _shown(criterion: Criterion, entry: dict[str, Any]) -> str:
    if entry.get("source") == "measured":
        return value_text(criterion.measure, entry.get("value"))
    return f"{quantity(entry['score'])} / 5" if entry.get("score") else "–"
