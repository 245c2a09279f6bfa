"""What everybody is measured by, and measuring all of them at once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import SYSTEM, person, require
from srm.clock import database_now
from srm.errors import Invalid
from srm.events.services import record
from suppliers.events import CriterionWeighed, ScorecardsAsked
from suppliers.models import ScorecardCriterion, ScorecardRun, Supplier
from suppliers.policies.supplier import may_compute_scorecard, may_weigh_criteria
from suppliers.services.scorecard import compute_scorecard
from suppliers.states import RunStatus


@dataclass(frozen=True)
class CriterionInput:
    """How one criterion counts from now on."""

    code: str
    weight: Decimal
    critical_below: Decimal | None = None
    is_active: bool = True


@transaction.atomic
def weigh_criteria(*, criteria: list[CriterionInput], by: Any) -> list[ScorecardCriterion]:
    """Change weights and limits for scorecards to come; those computed keep theirs.

    Records CriterionWeighed for each that changed. Raises Invalid when all the weights together are nothing.
    """
    require(may_weigh_criteria(by), _("The head of procurement and category managers set the weights."))
    rows = {c.code: c for c in ScorecardCriterion.objects.select_for_update(of=("self",)).order_by("pk")}
    _check_weights(criteria, rows)
    for given in criteria:
        row = rows[given.code]
        if (row.weight, row.critical_below, row.is_active) == (given.weight, given.critical_below, given.is_active):
            continue
        row.weight, row.critical_below, row.is_active = given.weight, given.critical_below, given.is_active
        row.save(update_fields=["weight", "critical_below", "is_active"])
        event = CriterionWeighed(given.code, given.weight, given.critical_below, given.is_active)
        record(event, subject=row, by=by)
    return list(rows.values())


@transaction.atomic
def ask_for_scorecards(*, period_from: date, period_to: date, by: Any) -> ScorecardRun:
    """Have all suppliers with deliveries in the period measured by a worker. Records ScorecardsAsked."""
    require(may_compute_scorecard(by), _("Scorecards are computed by procurement."))
    if period_to < period_from:
        raise Invalid({"period_to": _("The period must end after it starts.")})
    run = ScorecardRun.objects.create(period_from=period_from, period_to=period_to, created_by=person(by))
    record(ScorecardsAsked(run.public_id, period_from, period_to), subject=run, by=by)
    return run


@transaction.atomic
def compute_all_scorecards(*, run: ScorecardRun, by: Any = SYSTEM) -> ScorecardRun:
    """Compute the scorecards of a run; a repeat of a run that is done computes nothing."""
    run = ScorecardRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.status == RunStatus.DONE:
        return run
    period = (run.period_from, run.period_to)
    delivered = Supplier.objects.filter(facts__received_on__range=period).distinct().order_by("pk")
    for supplier in delivered:
        compute_scorecard(supplier=supplier, period_from=run.period_from, period_to=run.period_to, by=by)
    run.computed, run.status, run.done_at = len(delivered), RunStatus.DONE, database_now()
    run.save(update_fields=["computed", "status", "done_at"])
    return run


def _check_weights(criteria: list[CriterionInput], rows: dict[str, ScorecardCriterion]) -> None:
    errors = {f"lines.{i}.weight": _("Unknown criterion.") for i, c in enumerate(criteria) if c.code not in rows}
    errors |= {f"lines.{i}.weight": _("Not below zero.") for i, c in enumerate(criteria) if c.weight < 0}
    given = {c.code: c.weight if c.is_active else Decimal(0) for c in criteria}
    kept = {code: row.weight if row.is_active else Decimal(0) for code, row in rows.items()}
    if not errors and not sum((kept | given).values(), Decimal(0)):
        errors["lines.0.weight"] = _("The weights together are nothing.")
    if errors:
        raise Invalid(errors)
