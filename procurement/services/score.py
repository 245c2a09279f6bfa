"""What people say of a category: each one's own score, and what several of them agree on."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import ConsensusLifted, ConsensusRecorded, CriterionScored, ScoreWithdrawn
from procurement.models import AxisScale, Criterion, CriterionScore, ScoreConsensus
from procurement.policies.planning import may_score_category, may_withdraw_score
from srm.authz import person, require
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.ui.formats import quantity


@transaction.atomic
def score_criterion(
    *, category: Category, criterion: Criterion, score: Decimal, by: Any, reason: str = ""
) -> CriterionScore:
    """Score a category on the axis's scale; over a measured criterion an override that needs a reason.

    Records CriterionScored. A consensus that holds still counts until another is recorded.
    """
    require(may_score_category(by, category), _("Categories are scored by category managers."))
    _check(criterion, score)
    if criterion.measure and not reason.strip():
        raise Invalid({"reason": _("Say why the measured value does not hold.")})
    row, _created = CriterionScore.objects.update_or_create(
        category=category, criterion=criterion, scorer=by,
        defaults={"score": score, "reason": reason},
        create_defaults={"score": score, "reason": reason, "created_by": person(by)},
    )  # fmt: skip
    record(CriterionScored(criterion.code, score, reason), subject=category, by=by)
    return row


@transaction.atomic
def withdraw_score(*, score: CriterionScore, by: Any) -> None:
    """Take one's own score back: the measured value, or what others say, counts from the next measurement on.

    Records ScoreWithdrawn. A consensus keeps the scores it was made of and goes on counting.
    """
    score = CriterionScore.objects.select_for_update(of=("self",)).select_related("criterion").get(pk=score.pk)
    require(may_withdraw_score(by, score), _("Only who scored takes a score back."))
    record(ScoreWithdrawn(score.criterion.code, score.score), subject=score.category, by=by)
    score.delete()


@transaction.atomic
def record_consensus(
    *, category: Category, criterion: Criterion, score: Decimal, reason: str, by: Any
) -> ScoreConsensus:
    """Record what the assessors agreed on, with their scores as they stood; it counts instead of their mean.

    Records ConsensusRecorded. Raises Refused while fewer than two people have scored, Invalid without a reason.
    """
    list(Category.objects.select_for_update(of=("self",), no_key=True).filter(pk=category.pk))
    require(may_score_category(by, category), _("Categories are scored by category managers."))
    _check(criterion, score)
    if not reason.strip():
        raise Invalid({"reason": _("Say what decided it.")})
    scores = CriterionScore.objects.filter(category=category, criterion=criterion).select_related("scorer")
    given = [{"by": str(row.scorer), "score": str(row.score)} for row in scores.order_by("created_at", "pk")]
    if len(given) < 2:
        raise Refused(_("A consensus needs the scores of two people or more."), code="too_few_assessors")
    ScoreConsensus.objects.current().filter(category=category, criterion=criterion).update(is_current=False)
    row = ScoreConsensus.objects.create(
        category=category, criterion=criterion, score=score, reason=reason, scores=given, created_by=person(by)
    )
    record(ConsensusRecorded(criterion.code, score, reason, len(given)), subject=category, by=by)
    return row


@transaction.atomic
def lift_consensus(*, consensus: ScoreConsensus, by: Any) -> None:
    """Let people's own scores, or the measured value, count again from the next measurement on; the record stays.

    Records ConsensusLifted. Raises Refused when it holds no longer.
    """
    list(Category.objects.select_for_update(of=("self",), no_key=True).filter(pk=consensus.category_id))
    consensus = ScoreConsensus.objects.select_related("category", "criterion").get(pk=consensus.pk)
    require(may_score_category(by, consensus.category), _("Categories are scored by category managers."))
    if not consensus.is_current:
        raise Refused(_("This consensus holds no longer."), code="not_current")
    ScoreConsensus.objects.filter(pk=consensus.pk).update(is_current=False)
    record(ConsensusLifted(consensus.criterion.code, consensus.score), subject=consensus.category, by=by)


def _check(criterion: Criterion, score: Decimal) -> None:
    scale = AxisScale.objects.filter(axis=criterion.axis).first() or AxisScale(low=Decimal(1), high=Decimal(5))
    if not criterion.is_active:
        raise Refused(_("This criterion is retired."), code="retired")
    if not scale.low <= score <= scale.high:
        words = {"low": quantity(scale.low), "high": quantity(scale.high)}
        raise Invalid({"score": _("Choose a score from %(low)s to %(high)s.") % words})
