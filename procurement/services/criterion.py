"""The axes and their criteria, and scores that come as a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from procurement.events import AxisScaleChanged, CriterionAdded, CriterionChanged
from procurement.models import AxisScale, Criterion, CriterionScore
from procurement.models.criterion import Scoring
from procurement.policies.planning import may_change_criterion
from procurement.services.score import score_criterion
from srm.authz import require
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category

CHANGEABLE = ("name", "weight", "bounds", "scoring", "minimum_facts", "window_days", "is_active")
SCALE = ("low", "high", "inverted", "rho")
LONGEST_WINDOW = 3650
LARGEST_BOUND = 1e15  # and no NaN: it is not below anything


@dataclass(frozen=True)
class ScoreInput:
    """One person's score of one category on one criterion."""

    category: Category
    criterion: Criterion
    score: Decimal
    reason: str = ""


@transaction.atomic
def add_criterion(*, axis: str, name: str, weight: Decimal, by: Any, measure: str = "", **values: Any) -> Criterion:
    """Add a criterion to an axis: measured when `measure` is given, else scored by people. Records CriterionAdded."""
    require(may_change_criterion(by), _("Criteria are kept by the head of procurement."))
    unknown = values.keys() - {*CHANGEABLE, "code"}
    if unknown:
        raise Invalid({field: _("This cannot be set here.") for field in unknown})
    code = values.pop("code", "") or slugify(name, allow_unicode=False)[:40]
    criterion = Criterion(axis=axis, code=code, name=name.strip(), weight=weight, measure=measure, **values)
    errors = _faults(criterion)
    if not code:
        errors["code"] = _("Give a short code of Latin letters, digits and hyphens.")
    elif Criterion.objects.filter(code=code).exists():
        errors["code"] = _("A criterion with this code is there already, perhaps retired.")
    if errors:
        raise Invalid(errors)
    criterion.save()
    record(CriterionAdded(code, axis, weight, measure), subject=criterion, by=by)
    return criterion


@transaction.atomic
def change_criterion(*, criterion: Criterion, by: Any, **values: Any) -> Criterion:
    """Change name, weight, bounds, window, least facts or whether it counts (retire it, take it back).

    Records CriterionChanged with old and new values. Positions already measured stay as they are; the next
    measurement uses the new values.
    """
    criterion = Criterion.objects.select_for_update(of=("self",)).get(pk=criterion.pk)
    require(may_change_criterion(by, criterion), _("Criteria are kept by the head of procurement."))
    changed = {n: v for n, v in values.items() if n in CHANGEABLE and getattr(criterion, n) != v}
    old = {name: str(getattr(criterion, name)) for name in changed}
    for name, value in changed.items():
        setattr(criterion, name, value)
    if errors := _faults(criterion):
        raise Invalid(errors)
    if changed:
        criterion.save(update_fields=[*changed])
        new = {name: str(getattr(criterion, name)) for name in changed}
        record(CriterionChanged(criterion.code, old, new), subject=criterion, by=by)
    return criterion


@transaction.atomic
def change_axis(*, axis_scale: AxisScale, by: Any, **values: Any) -> AxisScale:
    """Change an axis's scale, direction or value function. Records AxisScaleChanged with old and new values.

    Raises Refused for another scale or direction while people's scores are on the present one: they would lie.
    """
    scale = AxisScale.objects.select_for_update(of=("self",)).get(pk=axis_scale.pk)
    require(may_change_criterion(by), _("Criteria are kept by the head of procurement."))
    changed = {n: v for n, v in values.items() if n in SCALE and getattr(scale, n) != v}
    if changed.keys() - {"rho"} and CriterionScore.objects.filter(criterion__axis=scale.axis).exists():
        raise Refused(_("People have scored on this scale: it can be bent, not replaced."), code="scored")
    old = {name: str(getattr(scale, name)) for name in changed}
    for name, value in changed.items():
        setattr(scale, name, value)
    _check_scale(scale)
    if changed:
        scale.save(update_fields=[*changed])
        new = {name: str(getattr(scale, name)) for name in changed}
        record(AxisScaleChanged(scale.axis, old, new), subject=scale, by=by)
    return scale


@transaction.atomic
def import_scores(*, scores: Sequence[ScoreInput], by: Any, progress: Callable[[int], None] | None = None) -> int:
    """Enter the scores of a sheet, all or none. Records CriterionScored for each."""
    for number, row in enumerate(scores, start=1):
        score_criterion(category=row.category, criterion=row.criterion, score=row.score, reason=row.reason, by=by)
        if progress:
            progress(number)
    return len(scores)


def _check_scale(scale: AxisScale) -> None:
    errors = {}
    if scale.low < 0:
        errors["low"] = _("Not below zero.")
    if scale.high <= scale.low:
        errors["high"] = _("The highest score is above the lowest.")
    if abs(scale.rho) > 10:
        errors["rho"] = _("Between -10 and 10.")
    if errors:
        raise Invalid(errors)


def _faults(criterion: Criterion) -> dict[str, Any]:
    errors = {} if criterion.name.strip() else {"name": _("Give a name.")}
    if criterion.weight < 0:
        errors["weight"] = _("A weight is not negative.")
    others = Criterion.objects.filter(axis=criterion.axis, is_active=True, weight__gt=0).exclude(pk=criterion.pk)
    if not (criterion.is_active and criterion.weight > 0) and not others.exists():
        errors["weight"] = _("An axis needs at least one criterion that counts.")
    return errors | (_measure_faults(criterion) if criterion.measure else {})


def _measure_faults(criterion: Criterion) -> dict[str, Any]:
    errors = {}
    if criterion.scoring != Scoring.PERCENTILE and (
        len(criterion.bounds) != 2 or criterion.bounds[0] == criterion.bounds[1]
    ):
        errors["bounds"] = _("Give two different values: of the least and of the most risk or impact.")
    elif not all(abs(bound) <= LARGEST_BOUND for bound in criterion.bounds):
        errors["bounds"] = _("Give plain numbers, not larger than a million billions.")
    elif criterion.scoring == Scoring.LOG and not all(bound >= 1 for bound in criterion.bounds):
        errors["bounds"] = _("Equal ratios begin at 1: give no smaller value, or choose equal steps.")
    if not 1 <= criterion.window_days <= LONGEST_WINDOW:
        errors["window_days"] = _("From one day to ten years.")
    if criterion.minimum_facts < 1:
        errors["minimum_facts"] = _("At least one.")
    return errors
