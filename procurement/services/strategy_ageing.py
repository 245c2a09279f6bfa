"""When a strategy fits no longer, because its category has moved or its review day is over, and when it fits again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import StrategyOutdated, StrategyStandsAgain
from procurement.models import Strategy
from procurement.states import STRATEGY, OutdatedBy, StrategyStatus
from srm.authz import SYSTEM, is_system, require
from srm.clock import organisation_today
from srm.events.services import record
from srm.reference.models import Category
from suppliers.services import set_review_rhythm


def settle_strategies(*, quadrants: Mapping[Category, str], by: Any) -> None:
    """Age the strategies whose category stands elsewhere now, and let stand again those to whose quadrant it came back.

    Called by who has positioned the categories and holds their locks. Records StrategyOutdated, StrategyStandsAgain.
    """
    now = {category.pk: quadrant for category, quadrant in quadrants.items()}
    rows = Strategy.objects.in_force().filter(category__in=now).select_related("category")
    for strategy in rows.select_for_update(of=("self",)).order_by("pk"):
        quadrant = now[strategy.category_id]
        if strategy.quadrant == quadrant:
            _stand_again(strategy, by)
        elif _is_news(strategy, quadrant):
            _move_away(strategy, quadrant, by)


@transaction.atomic
def outdate_due_strategies(*, by: Any = SYSTEM) -> list[Strategy]:
    """Mark strategies whose review day is over; a second time finds none. Records StrategyOutdated for each."""
    require(is_system(by), _("This is done by the house itself."))
    due = Strategy.objects.filter(status=StrategyStatus.IN_FORCE, review_on__lt=organisation_today())
    found = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for strategy in found:
        _age(strategy, OutdatedBy.REVIEW, {"day": strategy.review_on.isoformat()}, by)
    return found


def _is_news(strategy: Strategy, quadrant: str) -> bool:
    """Whoever reads why it is out of date reads where the category stands now; an older version's words stay."""
    return strategy.outdated_code != OutdatedBy.TOLD and strategy.outdated_params.get("new") != quadrant


def _move_away(strategy: Strategy, quadrant: str, by: Any) -> None:
    """It decides nothing any more, reviews of suppliers neither."""
    _age(strategy, OutdatedBy.MOVED, {"old": strategy.quadrant, "new": quadrant}, by)
    set_review_rhythm(category=strategy.category, months=0, source=strategy.number, by=by)


def _stand_again(strategy: Strategy, by: Any) -> None:
    """Back where it was written for, it decides again; did its review day pass meanwhile, that is why it is old."""
    if strategy.outdated_code != OutdatedBy.MOVED:
        return
    STRATEGY.perform(strategy, "restore", outdated_code="", outdated_params={})
    record(StrategyStandsAgain(strategy.version, strategy.quadrant), subject=strategy, by=by)
    set_review_rhythm(category=strategy.category, months=strategy.supplier_review_months, source=strategy.number, by=by)
    if strategy.review_on < organisation_today():
        _age(strategy, OutdatedBy.REVIEW, {"day": strategy.review_on.isoformat()}, by)


def _age(strategy: Strategy, code: str, params: dict[str, str], by: Any) -> None:
    STRATEGY.perform(strategy, "age", outdated_code=code, outdated_params=params)
    record(StrategyOutdated(str(code), params), subject=strategy, by=by)
