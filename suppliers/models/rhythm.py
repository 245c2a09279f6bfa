from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.reference.models import Category


class ReviewRhythmQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ReviewRhythmQuerySet":
        """Those who see the segments."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def months_of(self, categories: Iterable[Category | int]) -> dict[int, int]:
        """Return category → months, of the categories that have a rhythm; one query for many."""
        return dict(self.filter(category__in=categories).values_list("category", "months"))


class ReviewRhythm(models.Model):
    """How often a category's strategy wants its suppliers reviewed: told from above, where strategies are known."""

    category = models.OneToOneField(Category, on_delete=models.CASCADE, related_name="review_rhythm")
    months = models.PositiveSmallIntegerField(_("months between supplier reviews"))
    source = models.CharField(_("source"), max_length=20)  # the strategy's number
    set_at = models.DateTimeField(db_default=Now())

    objects = ReviewRhythmQuerySet.as_manager()

    class Meta:
        ordering = ["category"]
        verbose_name = _("review rhythm")
        verbose_name_plural = _("review rhythms")
        constraints = [models.CheckConstraint(condition=models.Q(months__gt=0), name="review_rhythm_months")]

    def __str__(self) -> str:
        return f"{self.category}: {self.months} ({self.source})"
