"""The criteria themselves, and scores that come as a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import CriterionChanged
from procurement.models import Criterion
from procurement.policies.planning import may_change_criterion
from procurement.services.position import score_criterion
from srm.authz import require
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category

CHANGEABLE = ("weight", "bounds", "minimum_facts", "is_active")


@dataclass(frozen=True)
class ScoreInput:
    """One person's score of one category on one criterion."""

    category: Category
    criterion: Criterion
    score: Decimal
    reason: str = ""


@transaction.atomic
def change_criterion(*, criterion: Criterion, by: Any, **values: Any) -> Criterion:
    """Change weight, bounds, least facts or whether it counts. Records CriterionChanged with old and new values.

    Positions already measured stay as they are; the next measurement uses the new values.
    """
    criterion = Criterion.objects.select_for_update(of=("self",)).get(pk=criterion.pk)
    require(may_change_criterion(by, criterion), _("Criteria are kept by the head of procurement."))
    changed = {n: v for n, v in values.items() if n in CHANGEABLE and getattr(criterion, n) != v}
    old = {name: str(getattr(criterion, name)) for name in changed}
    for name, value in changed.items():
        setattr(criterion, name, value)
    _check(criterion)
    if changed:
        criterion.save(update_fields=[*changed])
        new = {name: str(getattr(criterion, name)) for name in changed}
        record(CriterionChanged(criterion.code, old, new), subject=criterion, by=by)
    return criterion


@transaction.atomic
def import_scores(*, scores: Sequence[ScoreInput], by: Any, progress: Callable[[int], None] | None = None) -> int:
    """Enter the scores of a sheet, all or none. Records CriterionScored for each."""
    for number, row in enumerate(scores, start=1):
        score_criterion(category=row.category, criterion=row.criterion, score=row.score, reason=row.reason, by=by)
        if progress:
            progress(number)
    return len(scores)


def _check(criterion: Criterion) -> None:
    errors = {}
    if criterion.weight < 0:
        errors["weight"] = _("A weight is not negative.")
    if criterion.measure and (len(criterion.bounds) != 2 or criterion.bounds[0] == criterion.bounds[1]):
        errors["bounds"] = _("Give two different values: the one at 1 and the one at 5.")
    others = Criterion.objects.filter(axis=criterion.axis, is_active=True, weight__gt=0).exclude(pk=criterion.pk)
    if not (criterion.is_active and criterion.weight > 0) and not others.exists():
        errors["weight"] = _("An axis needs at least one criterion that counts.")
    if errors:
        raise Invalid(errors)
