"""What comes of a strategy in force: what its levers brought, which milestones are reached."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import LeverReported, MilestoneReached
from procurement.models import Strategy
from procurement.policies.planning import may_report_strategy
from procurement.states import StrategyLever, StrategyStatus
from srm.authz import require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record

LIVE = (StrategyStatus.IN_FORCE, StrategyStatus.OUT_OF_DATE)


@transaction.atomic
def report_lever(*, strategy: Strategy, number: int, measured: str, by: Any) -> Strategy:
    """Write what the lever (counted from 1) has brought. Records LeverReported.

    Raises Refused for a strategy that is not in force, Invalid for a lever that is not there or nothing said.
    """
    strategy = _locked(strategy, by)
    if not measured.strip() or len(measured) > 30:
        raise Invalid({"measured": _("Write between 1 and %(max)d characters.") % {"max": 30}})
    lever = _row(strategy.levers, number)
    lever["measured"] = measured.strip()
    strategy.save(update_fields=["levers"])
    name = lever.get("name") or (lever["code"] if lever.get("code") in StrategyLever.values else "")
    record(LeverReported(name, measured.strip()), subject=strategy, by=by)
    return strategy


@transaction.atomic
def reach_milestone(*, strategy: Strategy, number: int, by: Any) -> Strategy:
    """Tick a milestone (counted from 1) off today; a second time changes nothing. Records MilestoneReached."""
    strategy = _locked(strategy, by)
    milestone = _row(strategy.milestones, number)
    if not milestone.get("done_on"):
        milestone["done_on"] = organisation_today().isoformat()
        strategy.save(update_fields=["milestones"])
        record(MilestoneReached(milestone["name"]), subject=strategy, by=by)
    return strategy


def _locked(strategy: Strategy, by: Any) -> Strategy:
    rows = Strategy.objects.select_for_update(of=("self",)).select_related("category")
    strategy = rows.get(pk=strategy.pk)
    require(may_report_strategy(by, strategy), _("Its author and the category's owner report on it."))
    if strategy.status not in LIVE:
        raise Refused(_("Only a strategy in force brings results."), code="wrong_state")
    return strategy


def _row(rows: list[dict[str, Any]], number: int) -> dict[str, Any]:
    if not 1 <= number <= len(rows):
        raise Invalid({"number": _("There is no such row.")})
    return rows[number - 1]
