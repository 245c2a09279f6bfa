"""A person's scores as a sheet: a row for each category and criterion, empty where he gave none."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.models import Criterion, CriterionScore
from srm.reference.models import Category

HEADS = (
    _("Category"), _("Criterion"), _("Score"), _("Reason"), _("Category name"), _("Criterion name"),
)  # fmt: skip


def scores_sheet(user: Any) -> list[tuple[Any, ...]]:
    """Return the rows under HEADS, as the import takes them back; three queries."""
    criteria = list(Criterion.objects.active())
    own = {
        (s.category_id, s.criterion_id): (s.score, s.reason)
        for s in CriterionScore.objects.visible_to(user).filter(scorer=user)
    }
    return [
        (
            category.code,
            criterion.code,
            *own.get((category.pk, criterion.pk), (None, "")),
            str(category),
            str(criterion),
        )
        for category in Category.objects.active().leaves()
        for criterion in criteria
    ]
