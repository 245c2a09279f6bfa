from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from tenders.models.bid import Bid
from tenders.models.lot import Lot
from tenders.models.tender import Criterion, Tender


class ScoreSheet(TrackedModel):
    """One scorer's scores of a tender; once frozen they do not change, and only then may prices be seen by him."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="score_sheets")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="score_sheets")
    frozen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "scorer"], name="score_sheet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scorer}: {self.tender.number}"


class Score(models.Model):
    """A scorer's value for one bid on one criterion."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="scores")
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.DecimalField(_("score"), max_digits=6, decimal_places=2)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "bid", "criterion"], name="tender_score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Evaluation(TrackedModel):
    """A lot's bids compared: the calculation's input and result, as anyone can compute them again."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="evaluations")
    input = models.JSONField()
    result = models.JSONField()
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.UniqueConstraint(fields=["lot"], condition=models.Q(is_current=True), name="evaluation_one_current"),
        ]

    def __str__(self) -> str:
        return str(self.lot)
