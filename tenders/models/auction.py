from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import PublicModel, TrackedModel
from suppliers.models import Supplier
from tenders.models.lot import Lot
from tenders.models.tender import CommitteeMember, Tender
from tenders.states import AuctionStatus

UNFINISHED = (AuctionStatus.SCHEDULED, AuctionStatus.LIVE, AuctionStatus.PAUSED)


class AuctionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AuctionQuerySet":
        """Whoever may see the tender; a committee member once he has declared himself, for prices are shown here."""
        undeclared = CommitteeMember.objects.filter(user_id=user.pk, declared_at=None).values("tender")
        return self.filter(lot__tender__in=Tender.objects.visible_to(user)).exclude(lot__tender__in=undeclared)

    def for_supplier(self, supplier: Supplier) -> "AuctionQuerySet":
        """Auctions to which the supplier is admitted, the called-off ones too: he is told why."""
        return self.filter(participants__supplier=supplier)

    def live(self) -> "AuctionQuerySet":
        return self.filter(status=AuctionStatus.LIVE)

    def unfinished(self) -> "AuctionQuerySet":
        return self.filter(status__in=UNFINISHED)


class Auction(TrackedModel):
    """A live reverse auction for a lot: rules fixed beforehand, every event kept, replayable by anyone."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="auctions")
    status = models.CharField(_("status"), max_length=12, choices=AuctionStatus, default=AuctionStatus.SCHEDULED)
    rules = models.JSONField()  # as `srm calc auction` takes them
    opening = models.JSONField(default=list)  # the standing bids it starts from
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True)  # the one effective close, moved by extensions
    last_seq = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)

    objects = AuctionQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        verbose_name = _("auction")
        verbose_name_plural = _("auctions")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tenders:auction-detail", args=[self.public_id])

    @property
    def currency(self) -> str:
        return self.rules["currency"]

    def phase(self, now: datetime) -> str:
        """Where the auction stands by the clock: a status may lag behind it until somebody acts or the sweep runs."""
        if self.status not in UNFINISHED or self.status == AuctionStatus.PAUSED:
            return self.status
        if self.closes_at is not None and now >= self.closes_at:
            return AuctionStatus.CLOSED
        return AuctionStatus.LIVE if now >= self.opens_at else AuctionStatus.SCHEDULED


class AuctionParticipant(PublicModel):
    """A supplier admitted to an auction under an alias that is a word."""

    auction = models.ForeignKey(Auction, on_delete=models.CASCADE, related_name="participants")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="auctions")
    alias = models.CharField(_("alias"), max_length=40)
    factor = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["auction", "supplier"], name="auction_participant_once"),
            models.UniqueConstraint(fields=["auction", "alias"], name="auction_alias_once"),
        ]

    def __str__(self) -> str:
        return self.alias


class AuctionEvent(models.Model):
    """One event of an auction in its order, with the decision: append-only, gap-free."""

    auction = models.ForeignKey(Auction, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    participant = models.ForeignKey(AuctionParticipant, on_delete=models.PROTECT, null=True, related_name="events")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    data = models.JSONField(default=dict)  # the event as the rules take it
    accepted = models.BooleanField(default=True)
    reason = models.CharField(max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(null=True)
    closes_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)  # the officer's reason, which everyone reads
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["auction", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["auction", "seq"], name="auction_event_seq"),
        ]
        triggers = [
            pgtrigger.Protect(name="auction_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.auction} #{self.seq} {self.kind}"
