"""The matrix of the example: people's scores, positions, scorecards, strategies, and the cycle they belong to."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from procurement.models import Criterion, Cycle
from procurement.services import (
    DecisionInput,
    GoalInput,
    approve_strategy,
    begin_review,
    close_cycle_row,
    create_cycle,
    draft_strategy,
    position_all,
    position_category,
    record_consensus,
    score_criterion,
    set_target,
    start_cycle,
    start_successor,
    submit_strategy,
    weigh_axis,
)
from procurement.states import Stage
from srm.accounts.models import User
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.demo.catalogue import KINDS, Kind
from srm.demo.earlier import remember
from srm.reference.models import Category
from suppliers.models import Supplier
from suppliers.queries.share import window
from suppliers.services import classify_supply, compute_scorecard, rate_supplier

SCORES = {"switching": "switching", "cost-share": "cost_share", "stop-cost": "stop_cost"}
IMPACT_PAIRS = {("spend", "cost-share"): "3", ("spend", "stop-cost"): "3", ("cost-share", "stop-cost"): "1"}
EARLIER = {  # what was thought of some in the cycle before: the matrix shows how they have moved since
    "BEARING": {"switching": 1, "stop-cost": 4}, "CASTING": {"switching": 3}, "FREIGHT": {"cost-share": 1},
    "LICENCE": {"switching": 3}, "SENSOR": {"stop-cost": 2}, "PALLET": {"switching": 3},
}  # fmt: skip
GOALS = [
    (Stage.NEEDS, "planned_needs", "80", True), (Stage.NEEDS, "need_to_bundle", "5", False),
    (Stage.NEEDS, "spend_bundled", "60", True), (Stage.SEGMENTS, "spend_with_strategy", "95", True),
    (Stage.SEGMENTS, "tender_length", "28", False), (Stage.SEGMENTS, "tenders_with_three_bids", "90", True),
    (Stage.TACTICS, "spend_under_contract", "85", True), (Stage.TACTICS, "award_to_contract", "14", False),
    (Stage.TACTICS, "joint_actions_agreed", "8", True), (Stage.LEARN, "on_time_in_full", "94", True),
    (Stage.LEARN, "invoices_matched_at_once", "90", True), (Stage.LEARN, "savings", "180000", True),
]  # fmt: skip
DECISIONS = [
    (Stage.NEEDS, "Budget check holds needs for 6 days", "Approve under 10,000 by rule", "−3 days", "ivan.bondar"),
    (Stage.SEGMENTS, "Bearings depend on two suppliers", "Qualify a third source", "risk −8 points", "marta.petrova"),
    (
        Stage.LEARN,
        "Plant 2 books receipts 4 days late",
        "Receive by scan at the gate",
        "+3 points on time",
        "lesia.moroz",
    ),
]
STRATEGY_GOALS = [
    {"measure": "savings", "target": "4", "by": "2027-06-30"},
    {"measure": "largest_share", "target": "55", "by": "2027-12-31"},
    {"measure": "on_time", "target": "96", "by": "2027-06-30"},
]
STRATEGY_LEVERS = [
    {"code": "bundle", "expected": "4 %", "owner": "marta.petrova@northwind.example"},
    {"code": "qualify", "expected": "risk −4", "owner": "roman.shevchuk@northwind.example"},
]
STRATEGY_MILESTONES = [
    {"name": "Specification agreed by both plants", "due_on": "2027-02-26", "owner": "marta.petrova@northwind.example"},
    {"name": "Third source qualified", "due_on": "2027-05-31", "owner": "roman.shevchuk@northwind.example"},
]
TARGETS = {
    "BEARING": ("0.42", "0.90", "Qualify a third source and agree a common specification"),
    "DRIVE": ("0.45", "0.88", "Two more makers in the next tender, frames that fit both plants"),
}
STRATEGIES = ("STEEL", "BEARING", "BOX", "FREIGHT", "LAPTOP", "DRIVE", "POWER", "SAFETY")


@transaction.atomic
def load(data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Make the cycles, then place every category and measure every supplier."""
    if Cycle.objects.exists():
        return
    people = {u.email.split("@")[0]: u for u in User.objects.filter(email__endswith="@northwind.example")}
    head, marta = people["viktor.hrytsenko"], people["marta.petrova"]
    before = _first_cycle(head)
    if data == "example":
        weigh_axis(axis="profit_impact", judgements=IMPACT_PAIRS, by=head)
        for kind in KINDS:
            _score(kind, marta, EARLIER.get(kind.code, {}))
        position_all(by=SYSTEM)
    _next_cycle(
        before, head, people, DECISIONS if data == "example" else [d for d in DECISIONS if "Bearings" not in d[1]]
    )
    if data == "example":
        for kind in KINDS:
            if kind.code in EARLIER:
                _score(kind, marta, {})
        _agree(marta, people["roman.shevchuk"])
    position_all(by=SYSTEM)
    if data == "example":
        _measure_suppliers(people)
        remember(Cycle.objects.earliest("starts_on"), marta, head)
        _strategies(marta, people["roman.shevchuk"], head)


def half_of(day: date) -> tuple[date, date, str]:
    """Return first day, last day and code of the half year that holds the day."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30), f"{day.year}-H1"
    return date(day.year, 7, 1), date(day.year, 12, 31), f"{day.year}-H2"


def _goals() -> list[GoalInput]:
    return [GoalInput(stage, measure, Decimal(target), up) for stage, measure, target, up in GOALS]


def _first_cycle(head: User) -> Cycle:
    """The cycle before, while it still runs."""
    starts_on, ends_on, code = half_of(half_of(organisation_today())[0] - timedelta(days=1))
    return start_cycle(
        cycle=create_cycle(code=code, starts_on=starts_on, ends_on=ends_on, goals=_goals(), by=head), by=head
    )


def _next_cycle(before: Cycle, head: User, people: dict[str, User], found: list[tuple[Any, ...]]) -> None:
    """Close the cycle before, and start the present one with what was decided."""
    starts_on, ends_on, code = half_of(organisation_today())
    for step in (begin_review, close_cycle_row):
        step(cycle=before, by=head)
    decisions = [
        DecisionInput(stage, problem, action, f"finding:example-{number}", people[owner], effect)
        for number, (stage, problem, action, effect, owner) in enumerate(found)
    ]
    start_successor(
        cycle=before, code=code, starts_on=starts_on, ends_on=ends_on, goals=_goals(), decisions=decisions, by=head
    )


def _score(kind: Kind, by: User, instead: dict[str, int]) -> None:
    """Score what people score, as the catalogue says or, `instead`, as it was seen earlier."""
    category = Category.objects.get(code=kind.code)
    for code, attribute in SCORES.items():
        criterion = Criterion.objects.get(code=code)
        score = Decimal(instead.get(code, getattr(kind, attribute)))
        score_criterion(category=category, criterion=criterion, score=score, by=by)


def _agree(marta: User, roman: User) -> None:
    """Two people see it differently, and say what decided it."""
    bearing, switching = Category.objects.get(code="BEARING"), Criterion.objects.get(code="switching")
    score_criterion(
        category=bearing, criterion=switching, score=Decimal(3), reason="Housings are standard parts", by=roman
    )
    record_consensus(
        category=bearing, criterion=switching, score=Decimal(5), reason="Line 3 was built around one make", by=marta
    )


def _measure_suppliers(people: dict[str, User]) -> None:
    measured = window()
    if measured is None:
        return
    for place, supplier in enumerate(Supplier.objects.order_by("number")):
        rate_supplier(
            supplier=supplier, criterion="service", score=Decimal(62 + (place * 17) % 35), source_key="example",
            by=people["oleh.tkach"],
        )  # fmt: skip
        compute_scorecard(
            supplier=supplier, period_from=measured[1] - timedelta(days=365), period_to=measured[1], by=SYSTEM
        )
    position_all(by=SYSTEM)  # once more: segments now know the performance
    classify_supply(by=SYSTEM)


def _strategies(marta: User, roman: User, head: User) -> None:
    for category in Category.objects.filter(code__in=STRATEGIES):
        author = marta if category.owner_id == marta.pk else roman
        draft = draft_strategy(
            category=category, goals=STRATEGY_GOALS, levers=STRATEGY_LEVERS, milestones=STRATEGY_MILESTONES, by=author
        )  # fmt: skip
        approve_strategy(strategy=submit_strategy(strategy=draft, by=author), by=head)
    waiting = Category.objects.get(code="VALVE")
    submit_strategy(strategy=draft_strategy(category=waiting, by=roman), by=roman)
    _move_one(marta, roman)
    for code, (risk, impact, reason) in TARGETS.items():
        set_target(
            category=Category.objects.get(code=code), supply_risk=Decimal(risk), profit_impact=Decimal(impact),
            reason=reason, due_on=organisation_today() + timedelta(days=270), by=marta,
        )  # fmt: skip


def _move_one(*seen_by: User) -> None:
    """A category that moves after its strategy was approved: the strategy is out of date, which the home page shows."""
    category = Category.objects.get(code="DRIVE")
    for by in seen_by:  # a second opinion, should one measurement not be sure enough
        for code in ("switching", "capable-suppliers"):
            score_criterion(
                category=category, criterion=Criterion.objects.get(code=code), score=Decimal(5),
                reason="Two suppliers have merged, the third leaves the market", by=by,
            )  # fmt: skip
        if position_category(category=category, by=by).quadrant != category.strategies.in_force().get().quadrant:
            return
