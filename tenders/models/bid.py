from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel, new_public_id
from suppliers.models import Supplier
from tenders.models.lot import LotItem
from tenders.models.tender import CommitteeMember, Criterion, Tender
from tenders.states import BidStatus


class BidQuerySet(models.QuerySet):
    def for_supplier(self, supplier: Supplier) -> "BidQuerySet":
        return self.filter(supplier=supplier)

    def visible_to(self, user: Any) -> "BidQuerySet":
        """Opened bids of the tenders one sees; a committee member's only once he has declared himself."""
        undeclared = CommitteeMember.objects.filter(user_id=user.pk, declared_at=None).values("tender")
        return self.opened().filter(tender__in=Tender.objects.visible_to(user)).exclude(tender__in=undeclared)

    def opened(self) -> "BidQuerySet":
        """What staff may see at all: bids after the opening."""
        return self.filter(status__in=[BidStatus.OPENED, BidStatus.EXCLUDED])

    def unsent(self) -> "BidQuerySet":
        """With something typed that the buyer has not received."""
        resumed = ~models.Q(status=BidStatus.SUBMITTED) | models.Q(submitted_at=None)
        resumed |= models.Q(draft_saved_at__gt=models.F("submitted_at"))
        return self.filter(resumed, draft_saved_at__isnull=False).exclude(
            status__in=[BidStatus.OPENED, BidStatus.EXCLUDED]
        )

    def admitted(self) -> "BidQuerySet":
        return self.filter(status=BidStatus.OPENED)


class Bid(TrackedModel):
    """A supplier's answer to a tender. Sealed until the opening: only then do its prices become rows."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="bids")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="bids")
    receipt_number = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=BidStatus, default=BidStatus.DRAFT)
    draft = models.BinaryField(default=bytes, editable=False)  # encrypted, to be continued by its author
    draft_saved_at = models.DateTimeField(null=True, editable=False)
    sealed = models.BinaryField(default=bytes, editable=False)  # what was submitted, encrypted, padded
    digest = models.CharField(max_length=64, blank=True, editable=False)  # SHA-256 of what was submitted
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    receipt = models.JSONField(default=dict, editable=False)  # signed: number, digest, deciding time
    note = models.TextField(_("note"), blank=True)  # filled at the opening
    excluded_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        constraints = [
            models.UniqueConstraint(fields=["tender", "supplier"], name="bid_once"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} → {self.tender}"

    @property
    def has_unsent_changes(self) -> bool:
        """There is something typed that the buyer has not received."""
        if not self.draft_saved_at or self.status in (BidStatus.OPENED, BidStatus.EXCLUDED):
            return False
        return (
            self.status != BidStatus.SUBMITTED or self.submitted_at is None or self.draft_saved_at > self.submitted_at
        )


class BidPrice(models.Model):
    """The unit price of one lot item in an opened bid."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="prices")
    lot_item = models.ForeignKey(LotItem, on_delete=models.PROTECT, related_name="prices")
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6)
    delivery_days = models.PositiveSmallIntegerField(_("delivery, days"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "lot_item"], name="bid_price_once"),
            models.CheckConstraint(condition=models.Q(unit_price__gt=0), name="bid_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_item_id}: {self.unit_price}"


class BidAnswer(models.Model):
    """What an opened bid says to a criterion that is not the price."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    passes = models.BooleanField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "criterion"], name="bid_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.text or self.passes}"
