"""A strategy beside the facts: what was frozen at approval and what holds now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from procurement.models import Criterion, Position, Strategy
from procurement.queries.category import value_text
from procurement.queries.goal import goal_rows, names_of
from procurement.queries.portfolio import SURE
from procurement.rules.measures import OF_REGISTRY
from procurement.states import Asked, Quadrant, StrategyLever, StrategyStatus
from srm.accounts.models import User
from srm.clock import organisation_today, shown_today
from srm.ui.formats import percent, quantity


@dataclass(frozen=True)
class EvidenceRow:
    """One criterion, frozen and now, and `source`, whence it comes, in words; `change` in points of the score."""

    name: str
    source: str
    frozen: str
    now: str
    change: float | None


@dataclass(frozen=True)
class LeverRow:
    """One lever as people read it: what is done, what it should bring and has brought, who sees to it."""

    name: str
    expected: str
    owner: str
    measured: str


@dataclass(frozen=True)
class MilestoneRow:
    """One milestone: until when, who, and when it was reached."""

    name: str
    due_on: date | None
    owner: str
    done_on: date | None

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and not self.done_on and self.due_on < shown_today())


def evidence_rows(strategy: Strategy, position: Position | None) -> list[EvidenceRow]:
    """Return what the strategy rests on beside what holds now; before approval there is only the now."""
    frozen = strategy.evidence.get("criteria", {})
    current = position.evidence if position else {}
    known = {*frozen, *current}
    return [
        _row(c, frozen.get(c.code, {}), current.get(c.code, {})) for c in Criterion.objects.all() if c.code in known
    ]


def strategy_document(strategy: Strategy) -> dict[str, Any]:
    """Return all that the document says, on the page and on paper."""
    position = Position.objects.current().filter(category=strategy.category).select_related("category").first()
    return {
        "strategy": strategy, "position": position, "evidence": evidence_rows(strategy, position),
        "stability": stability_words(strategy, position), "goals": goal_rows(strategy),
        "unsure": unsure_words(position),
        "criteria": [(str(Asked(row["code"]).label), row["weight"]) for row in strategy.criteria],
        **_actors(strategy),
    }  # fmt: skip


def unsure_words(position: Position | None) -> str:
    """Return the warning for a category near a border: its strategy has to stand on both sides; else nothing."""
    if position is None or not position.quadrant or position.certainty >= SURE or not position.stability:
        return ""
    parts = sorted(position.stability.items(), key=lambda part: -part[1])
    shares = [f"{percent(share, 0)} {Quadrant(name).label}" for name, share in parts]
    text = _("The category sits near a border: %(shares)s of the re-runs. This strategy has to hold on both sides.")
    return text % {"shares": ", ".join(shares)}


def quadrant_now(strategy: Strategy) -> str:
    """Return where the category stands now, which is what a draft is written for; where it is unknown, as written."""
    position = Position.objects.current().filter(category=strategy.category_id).only("quadrant").first()
    return (position.quadrant if position else "") or strategy.quadrant


def moved_words(strategy: Strategy, position: Position | None) -> str:
    """Return the warning on a draft whose category has moved since it was written; else nothing."""
    is_open = strategy.status in (StrategyStatus.DRAFT, StrategyStatus.SUBMITTED)
    if not is_open or position is None or position.quadrant in ("", strategy.quadrant):
        return ""
    words = {"old": strategy.get_quadrant_display(), "new": position.get_quadrant_display()}
    text = _("It was written for %(old)s; the category now stands in %(new)s. Change the draft before it is sent.")
    return text % words


def _actors(strategy: Strategy) -> dict[str, Any]:
    """Levers and milestones with the names of those who see to them."""
    names = names_of([row.get("owner", "") for row in (*strategy.levers, *strategy.milestones)])
    return {
        "levers": [LeverRow(_lever_word(row), row.get("expected", ""), _name(names, row), row.get("measured", ""))
                   for row in strategy.levers],
        "milestones": [MilestoneRow(row["name"], _day(row.get("due_on")), _name(names, row), _day(row.get("done_on")))
                       for row in strategy.milestones],
    }  # fmt: skip


def _lever_word(row: dict[str, Any]) -> str:
    return row.get("name") or (str(StrategyLever(row["code"]).label) if row.get("code") else "")


def _name(names: dict[str, str], row: dict[str, Any]) -> str:
    return names.get(row.get("owner", ""), row.get("owner", ""))


def _day(text: str | None) -> date | None:
    return parse_date(text) if text else None


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
    source = _source(criterion, now or frozen)
    return EvidenceRow(str(criterion), source, _shown(criterion, frozen), _shown(criterion, now), change)


def _source(criterion: Criterion, entry: dict[str, Any]) -> str:
    if not criterion.measure:
        return _("scored by people")
    if entry.get("source") in ("override", "consensus"):
        return _("scored instead of measured")
    return _("counted in the registry") if criterion.measure in OF_REGISTRY else _("measured from deliveries")


def _shown(criterion: Criterion, entry: dict[str, Any]) -> str:
    if entry.get("source") == "measured":
        return value_text(criterion.measure, entry.get("value"))
    return _("score %(score)s") % {"score": quantity(entry["score"])} if entry.get("score") else "–"
