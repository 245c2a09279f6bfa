"""Kraljic's second step: how strong we and the market are, factor by factor, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import PowerScored
from procurement.models import PowerScore
from procurement.policies.planning import may_score_category
from procurement.states import PowerFactor
from srm.authz import person, require
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category


@dataclass(frozen=True)
class PowerInput:
    """One factor's score with its reason."""

    factor: str
    score: Decimal
    reason: str


@transaction.atomic
def score_power(*, category: Category, scores: Sequence[PowerInput], by: Any) -> Category:
    """Enter or replace scores of strength; the same score and reason again change nothing. Records PowerScored.

    Raises Invalid for a score outside 1–5, an unknown factor or a missing reason.
    """
    category = Category.objects.select_for_update(of=("self",)).get(pk=category.pk)
    require(may_score_category(by, category), _("Categories are scored by category managers."))
    _check(scores)
    known = {row.factor: row for row in category.power_scores.all()}
    new = [given for given in scores if not _is_known(known.get(given.factor), given)]
    for given in new:
        values = {"score": given.score, "reason": given.reason.strip(), "created_by": person(by)}
        PowerScore.objects.update_or_create(category=category, factor=given.factor, defaults=values)
    if new:
        told = PowerScored(
            len(new), {n.factor: str(n.score) for n in new}, {n.factor: n.reason.strip() for n in new}
        )  # fmt: skip
        record(told, subject=category, by=by)
    return category


def _is_known(row: PowerScore | None, given: PowerInput) -> bool:
    return row is not None and (row.score, row.reason) == (given.score, given.reason.strip())


def _check(scores: Sequence[PowerInput]) -> None:
    errors: dict[str, Any] = {}
    for number, given in enumerate(scores):
        if given.factor not in PowerFactor.values:
            errors[f"scores.{number}.factor"] = _("There is no such factor.")
        if not 1 <= given.score <= 5:
            errors[f"scores.{number}.score"] = _("Choose a score from 1 to 5.")
        if not given.reason.strip():
            errors[f"scores.{number}.reason"] = _("Say why.")
    if errors:
        raise Invalid(errors)
