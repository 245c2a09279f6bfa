"""A cycle's review as its page shows it: measures by stage, what is to do before closing, the last turn's decisions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.models import CycleReview, Finding, Measure, Survey
from analytics.queries.figures import short_amount
from analytics.queries.measures import measure_period
from analytics.rules.measure import KINDS, Kind, Unit
from analytics.states import FindingStatus
from analytics.states.words import MEASURES
from procurement.models import Cycle
from procurement.states import Stage
from srm.ui.formats import number
from srm.ui.registry import LOOP_ICONS

HUNDRED = Decimal(100)
ROOM = Decimal("1.25")  # a bar ends a quarter beyond the larger of value and goal


@dataclass(frozen=True)
class MeasureRow:
    """One measure as a bar: widths in percent of the bar, texts as shown; `before` is the last cycle's value."""

    label: Any
    value: str
    goal: str
    before: str
    width: str
    goal_at: str
    count: int
    is_met: bool | None


@dataclass(frozen=True)
class StageRows:
    key: str
    label: Any
    number: int
    rows: list[MeasureRow]

    @property
    def icon(self) -> str:
        return LOOP_ICONS[self.key]

    @property
    def met(self) -> int:
        return sum(row.is_met is True for row in self.rows)

    @property
    def judged(self) -> int:
        """Return how many measures have both a goal and a value."""
        return sum(row.is_met is not None for row in self.rows)


@dataclass(frozen=True)
class Check:
    """One point of the list before closing."""

    text: str
    is_done: bool


def review_of(cycle: Cycle) -> CycleReview | None:
    return CycleReview.objects.select_related("cycle").filter(cycle=cycle).first()


def stages_of(cycle: Cycle, review: CycleReview | None) -> list[StageRows]:
    """Return the four stages with three measures each: as frozen in the review, or as they stand now."""
    measures = _frozen(review) if review and review.measured_at else _live(cycle)
    before = _frozen(review_of(cycle.predecessor)) if cycle.predecessor else {}
    return [
        StageRows(stage.value, stage.label, place, [_row(k, measures[k.code], before.get(k.code)) for k in kinds])
        for place, stage in enumerate(Stage, start=1)
        if (kinds := [k for k in KINDS if k.stage == stage])
    ]


def checks_of(review: CycleReview, surveys: list[Survey], findings: list[Finding]) -> list[Check]:
    """Return what should be done before the cycle is closed; none of it blocks, what is open moves on."""
    kept = [f for f in findings if f.status != FindingStatus.DROPPED]
    undecided = sum(f.status == FindingStatus.OPEN for f in kept)
    words = ngettext("%(n)d finding not decided", "%(n)d findings not decided", undecided) % {"n": undecided}
    ended = bool(surveys) and all(s.closes_at <= timezone.now() for s in surveys)
    asked = _("Surveys ended") if ended else _("Surveys still open") if surveys else _("Nobody asked yet")
    owned = all(f.owner_id for f in kept)
    return [
        Check(_("Measured") if review.measured_at else _("Not measured"), review.measured_at is not None),
        Check(asked, ended),
        Check(_("Owners named") if owned else _("Findings without an owner"), owned),
        Check(words if undecided else _("All findings decided"), not undecided),
    ]


def findings_of(review: CycleReview | None) -> list[Finding]:
    return list(review.findings.select_related("owner")) if review else []


def _frozen(review: CycleReview | None) -> dict[str, Measure]:
    return {m.code: m for m in review.measures.all()} if review else {}


def _live(cycle: Cycle) -> dict[str, Measure]:
    found = measure_period((cycle.starts_on, cycle.ends_on))
    goals = {goal.measure: goal for goal in cycle.goals.all()}
    rows = {}
    for kind in KINDS:
        goal = goals.get(kind.code)
        rows[kind.code] = Measure(
            stage=kind.stage, code=kind.code, value=found[kind.code].value, count=found[kind.code].count,
            goal=goal.target if goal else None, at_least=goal.at_least if goal else kind.at_least,
        )  # fmt: skip
    return rows


def _row(kind: Kind, measure: Measure, before: Measure | None) -> MeasureRow:
    value, goal = measure.value, measure.goal
    whole = HUNDRED if kind.unit == Unit.PERCENT else max(value or 0, goal or 0, Decimal(1)) * ROOM
    sign = "" if measure.at_least else "≤ "
    return MeasureRow(
        label=MEASURES[kind.code], value=worded(kind.unit, value),
        goal=sign + worded(kind.unit, goal) if goal is not None else "",
        before=worded(kind.unit, before.value) if before and before.value is not None else "",
        width=_part(value, whole), goal_at=_part(goal, whole), count=measure.count, is_met=measure.is_met,
    )  # fmt: skip


def worded(unit: Unit, value: Decimal | None) -> str:
    """Return a measured value with its unit; a dash when it is unknown."""
    if value is None:
        return "–"
    if unit == Unit.PERCENT:
        return f"{number(value.normalize(), 0 if value == value.to_integral() else 1)}\u00a0%"
    if unit == Unit.MONEY:
        return short_amount(value, settings.ORGANISATION_CURRENCY)
    return number(value, 0 if unit == Unit.COUNT or value == value.to_integral() else 1)


def _part(value: Decimal | None, whole: Decimal) -> str:
    if value is None:
        return ""
    return f"{min(HUNDRED, max(Decimal(0), value * 100 / whole)):.1f}"
