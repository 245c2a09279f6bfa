"""What the cycle before left of some categories: their position, a strategy that was replaced, and what it brought."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from procurement.models import AwardSaving, Cycle, Position, Strategy
from procurement.states import StrategyStatus
from srm.accounts.models import User
from srm.reference.models import Category
from srm.reference.services import next_number

GOALS = [
    {"measure": "savings", "name": "", "start": "0", "target": "3", "by": ""},
    {"measure": "award_savings", "name": "", "start": "0", "target": "5", "by": ""},
    {"measure": "suppliers", "name": "", "start": "2", "target": "3", "by": ""},
    {"measure": "risk", "name": "", "start": "60", "target": "50", "by": ""},
]
LEVERS = [
    {"code": "bundle", "name": "", "expected": "3 %", "owner": "", "measured": "2.1 %"},
    {"code": "qualify", "name": "", "expected": "risk −4", "owner": "", "measured": ""},
]
# category → quadrant then, how far it lay from where it lies now (risk, impact), estimate and award of its tender
EARLIER: dict[str, tuple[str, str, str, str, str]] = {
    "STEEL": ("leverage", "0.06", "-0.02", "412000", "391500"),
    "BEARING": ("leverage", "-0.12", "-0.04", "186000", "184200"),
    "SAFETY": ("routine", "0.03", "0.02", "21400", "19950"),
}


def remember(before: Cycle, author: User, head: User) -> None:
    """Keep what was in the cycle before; written straight down, as nothing can be done in a cycle that is over."""
    for code, (quadrant, risk, impact, estimate, awarded) in EARLIER.items():
        now = Position.objects.current().select_related("category").get(category__code=code)
        _position(now, before, quadrant, Decimal(risk), Decimal(impact))
        _strategy(now.category, before, quadrant, author, head)
        AwardSaving.objects.create(
            source_key=f"example:{code}", category=now.category, cycle=before, reference="", rate=1,
            currency=settings.ORGANISATION_CURRENCY, estimate=Decimal(estimate), awarded=Decimal(awarded),
            awarded_on=before.ends_on - timedelta(days=40),
        )  # fmt: skip


def _position(now: Position, before: Cycle, quadrant: str, risk: Decimal, impact: Decimal) -> None:
    was = Position.objects.create(
        category=now.category, cycle=before, is_current=False, quadrant=quadrant, measured_quadrant=quadrant,
        supply_risk=_within(now.supply_risk, risk), profit_impact=_within(now.profit_impact, impact), spend=now.spend,
        stability={quadrant: 1.0}, risk_coverage=now.risk_coverage, impact_coverage=now.impact_coverage,
    )  # fmt: skip
    Position.objects.filter(pk=was.pk).update(created_at=datetime.combine(before.ends_on, time(12), UTC))


def _within(value: Any, step: Decimal) -> Decimal:
    return min(max((value or Decimal(0)) + step, Decimal(0)), Decimal(1))


def _strategy(category: Category, before: Cycle, quadrant: str, author: User, head: User) -> None:
    Strategy.objects.create(
        number=next_number("ST"), category=category, version=1, status=StrategyStatus.RETIRED, quadrant=quadrant,
        procedure="rfq", price_weight=80, minimum_bidders=2, review_on=before.ends_on, goals=GOALS, levers=LEVERS,
        criteria=[{"code": "quality", "weight": 20}], cycle=before, created_by=author, approved_by=head,
        approved_at=datetime.combine(before.starts_on, time(12), UTC),
        overruled_reason="Three plants bought apart until then",
    )  # fmt: skip
