"""What a strategy's document may say: its choices, criteria, goals, levers and milestones, checked and completed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from procurement.models import Strategy
from procurement.queries.goal import measure_goals
from procurement.queries.proposal import ProposalFor, rest_of
from procurement.rules.goal import suggested_target
from procurement.states import GOALS_OF, Asked, GoalMeasure, StrategyLever
from srm.accounts.models import User
from srm.accounts.states import Kind

CHOICES = (
    "procedure", "auction_format", "price_weight", "minimum_bidders", "contract_months", "approval_level",
    "supplier_review_months", "direction",
)  # fmt: skip
ROWS = ("goals", "levers", "milestones")
Fault = tuple[str, str]


def proposed_document(strategy: Strategy, proposal: ProposalFor) -> dict[str, Any]:
    """Return goals and levers as the quadrant proposes them, each goal starting where it is measured now."""
    now = measure_goals(strategy.category)
    measures = GOALS_OF.get(strategy.quadrant, ())
    goals = [_goal(m, now.get(m), strategy) for m in measures]
    owner = strategy.category.owner.email if strategy.category.owner else ""
    levers = [{"code": code, "name": "", "expected": "", "owner": owner, "measured": ""} for code in proposal.levers]
    return {"goals": [goal for goal in goals if goal["target"]], "levers": levers}


def complete(strategy: Strategy) -> None:
    """Give every row all its keys, start goals where they are measured now, and share out what the price leaves."""
    now = measure_goals(strategy.category) if any(g.get("measure") for g in strategy.goals) else {}
    strategy.goals = [_whole_goal(g, now) for g in strategy.goals]
    strategy.levers = [_whole(row, ("code", "name", "expected", "owner", "measured")) for row in strategy.levers]
    strategy.milestones = [_whole(row, ("name", "due_on", "owner", "done_on")) for row in strategy.milestones]
    if sum(row["weight"] for row in strategy.criteria) != 100 - strategy.price_weight:
        parts = [(row["code"], row["weight"]) for row in strategy.criteria] or [(Asked.QUALITY.value, 1)]
        strategy.criteria = criteria_rows(rest_of(strategy.price_weight, parts))


def criteria_rows(parts: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return criteria as they are kept."""
    return [{"code": code, "weight": weight} for code, weight in parts]


def faults(strategy: Strategy) -> Iterator[Fault]:
    """Yield what is wrong, by field: `goals.0.target` is the target of the first goal."""
    if not 0 <= strategy.price_weight <= 100:
        yield "price_weight", _("A weight lies between 0 and 100 %.")
    for number, row in enumerate(strategy.criteria):
        if row.get("code") not in Asked.values or not isinstance(row.get("weight"), int) or row["weight"] < 1:
            yield f"criteria.{number}.code", _("There is no such criterion, or it weighs nothing.")
    yield from _goal_faults(strategy.goals)
    yield from _named_faults("levers", strategy.levers, StrategyLever.values)
    yield from _named_faults("milestones", strategy.milestones, ())
    yield from _people_faults(strategy)


def _goal_faults(goals: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for number, goal in enumerate(goals):
        measure = goal.get("measure") or ""
        if measure and measure not in GoalMeasure.values:
            yield f"goals.{number}.measure", _("There is no such measure.")
        elif measure and number_of(goal.get("target")) is None:
            yield f"goals.{number}.target", _("Give a number: this goal is measured.")
        elif not measure and not str(goal.get("name") or "").strip():
            yield f"goals.{number}.name", _("Name it, or choose a measure.")


def _named_faults(kind: str, rows: Sequence[Mapping[str, Any]], codes: Sequence[str]) -> Iterator[Fault]:
    for number, row in enumerate(rows):
        if row.get("code") and row["code"] not in codes:
            yield f"{kind}.{number}.code", _("There is no such lever.")
        if not row.get("code") and not str(row.get("name") or "").strip():
            yield f"{kind}.{number}.name", _("Name it.")
        if row.get("due_on") and not _is_day(row["due_on"]):
            yield f"{kind}.{number}.due_on", _("Enter a valid date.")


def _people_faults(strategy: Strategy) -> Iterator[Fault]:
    rows = [(f"{kind}.{n}", row) for kind in ("levers", "milestones") for n, row in enumerate(getattr(strategy, kind))]
    named = {row["owner"] for _path, row in rows if "@" in str(row.get("owner") or "")}
    known = set(User.objects.filter(email__in=named, kind=Kind.STAFF, is_active=True).values_list("email", flat=True))
    for path, row in rows:
        if "@" in str(row.get("owner") or "") and row["owner"] not in known:
            yield f"{path}.owner", _("Nobody here has this address.")


def number_of(text: Any) -> Decimal | None:
    """Return a goal's figure as a number; None for what is none."""
    try:
        value = Decimal(str(text).replace(",", ".").strip().rstrip("%").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _is_day(text: Any) -> bool:
    try:
        return parse_date(str(text)) is not None
    except ValueError:
        return False


def _goal(measure: str, now: Decimal | None, strategy: Strategy) -> dict[str, Any]:
    target = suggested_target(measure, now, strategy.minimum_bidders, strategy.contract_months)
    return {
        "measure": str(measure), "name": "", "start": _text(now), "target": _text(target),
        "by": strategy.review_on.isoformat(),
    }  # fmt: skip


def _whole_goal(goal: Mapping[str, Any], now: Mapping[str, Decimal | None]) -> dict[str, Any]:
    whole = _whole(goal, ("measure", "name", "start", "target", "by"))
    if whole["measure"] and not whole["start"]:
        whole["start"] = _text(now.get(whole["measure"]))
    return whole


def _whole(row: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    values = {key: row.get(key) for key in keys}
    return {key: "" if value is None else str(value).strip() for key, value in values.items()}


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
