from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from suppliers.models import Supplier
from tenders.models.bid import Bid
from tenders.models.evaluation import Evaluation
from tenders.models.lot import Lot
from tenders.models.tender import CommitteeMember, Tender
from tenders.states import AwardStatus


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AwardQuerySet":
        """Whoever may see the tender; a committee member once he has declared himself."""
        undeclared = CommitteeMember.objects.filter(user_id=user.pk, declared_at=None).values("tender")
        return self.filter(lot__tender__in=Tender.objects.visible_to(user)).exclude(lot__tender__in=undeclared)

    def active(self) -> "AwardQuerySet":
        return self.filter(status__in=[AwardStatus.PROPOSED, AwardStatus.APPROVED, AwardStatus.ACCEPTED])

    def for_supplier(self, supplier: Supplier) -> "AwardQuerySet":
        """What was decided in this supplier's favour and approved."""
        decided = [AwardStatus.APPROVED, AwardStatus.ACCEPTED, AwardStatus.REFUSED]
        return self.filter(supplier=supplier, status__in=decided)


class Award(TrackedModel):
    """The decision for a lot: proposed by the buyer, approved by another, then the winner accepts or refuses."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="awards")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="awards")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="awards")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, null=True, related_name="awards")
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=12, choices=AwardStatus, default=AwardStatus.PROPOSED)
    justification = models.TextField(_("justification"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_comment = models.CharField(_("comment"), max_length=500, blank=True)
    standstill_until = models.DateTimeField(null=True, editable=False)
    refusal_reason = models.CharField(_("reason"), max_length=500, blank=True)
    prices = models.JSONField(default=list)  # [{"lot_item", "quantity", "unit_price"}]: final, after the auction

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.UniqueConstraint(
                fields=["lot"],
                condition=models.Q(status__in=["proposed", "approved", "accepted"]),
                name="award_one_active_per_lot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot} → {self.supplier}"

    def get_absolute_url(self) -> str:
        return reverse("tenders:lot-award", args=[self.lot.public_id])


class AwardLetterQuerySet(models.QuerySet):
    def for_supplier(self, supplier: Supplier) -> "AwardLetterQuerySet":
        return self.filter(supplier=supplier)


class AwardLetter(TrackedModel):
    """What a bidder is told of the decision, with the reasons: his own figures against the winner's published ones."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="letters")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="letters")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="award_letters")
    is_winner = models.BooleanField()
    language = models.CharField(max_length=5, default="en")
    body = models.JSONField()  # facts of the letter, rendered in the reader's language

    objects = AwardLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("award letter")
        verbose_name_plural = _("award letters")
        constraints = [
            models.UniqueConstraint(fields=["award", "supplier"], name="award_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lot}: {self.supplier}"
