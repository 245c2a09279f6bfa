"""What bids will be judged by, while the tender is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from srm.errors import Invalid
from tenders.models import Criterion, Tender
from tenders.rules.criteria import Row, criteria_faults
from tenders.services.tender import lock_draft
from tenders.states import Aggregate, CriterionKind

BEST_SCORE = Decimal(10)
MESSAGES = {
    "one_price": gettext_lazy("Exactly one criterion is the price."),
    "no_price": gettext_lazy("A request for information asks no price."),
    "weights": gettext_lazy("The weights must add up to 100."),
    "pass_fail_weighs_nothing": gettext_lazy("A pass or fail criterion has no weight."),
    "weight_missing": gettext_lazy("Give a weight above zero."),
    "best_score_missing": gettext_lazy("Give the best score, above zero."),
    "least_score_outside": gettext_lazy("Between zero and the best score."),
}


@dataclass(frozen=True)
class CriterionInput:
    """One criterion; a scored one goes up to 10 unless told."""

    name: str
    kind: str
    weight: Decimal | None = None
    max_score: Decimal | None = None
    min_score: Decimal | None = None
    aggregate: str = Aggregate.MEAN
    code: str = ""

    @property
    def best(self) -> Decimal | None:
        return (self.max_score or BEST_SCORE) if self.kind == CriterionKind.SCORED else None


@transaction.atomic
def set_criteria(*, tender: Tender, criteria: Sequence[CriterionInput], by: Any) -> list[Criterion]:
    """Replace a draft's criteria. Raises Invalid unless there is one price and the weights add up to 100."""
    tender = lock_draft(tender, by)
    rows = [Row(c.kind, c.weight, c.best, c.min_score) for c in criteria]
    if faults := dict(criteria_faults(rows, asks_prices=tender.asks_prices)):
        raise Invalid({path: str(MESSAGES[what]) for path, what in faults.items()})
    tender.criteria.all().delete()
    codes: set[str] = set()
    return Criterion.objects.bulk_create(_row(tender, given, codes) for given in criteria)


def _row(tender: Tender, given: CriterionInput, codes: set[str]) -> Criterion:
    code = given.code or slugify(given.name)[:30] or "criterion"
    while code in codes:
        code = f"{code[:34]}-{len(codes) + 1}"
    codes.add(code)
    weight = None if given.kind == CriterionKind.PASS_FAIL else given.weight
    return Criterion(
        tender=tender, code=code, name=given.name, kind=given.kind, weight=weight, max_score=given.best,
        min_score=given.min_score if given.kind == CriterionKind.SCORED else None, aggregate=given.aggregate,
    )  # fmt: skip
