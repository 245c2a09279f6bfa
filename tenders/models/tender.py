from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.states import ApprovalLevel, AuctionFormat
from srm.accounts.models import LegalEntity
from srm.accounts.states import PROCUREMENT_ROLES, Role
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import Category
from suppliers.models import Supplier
from tenders.states import (
    Aggregate,
    CommitteeRole,
    CriterionKind,
    InvitationStatus,
    Sealing,
    TenderKind,
    TenderStatus,
)


class TenderQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "TenderQuerySet":
        """Procurement and the auditor see all, finance what was decided, others those whose committee they are on."""
        if user.has_role(*PROCUREMENT_ROLES, Role.AUDITOR):
            return self
        mine = models.Q(committee__user_id=user.pk)
        if user.has_role(Role.FINANCE):
            mine |= models.Q(status__in=[TenderStatus.DECISION, TenderStatus.AWARDED])
        return self.filter(mine).distinct()

    def for_supplier(self, supplier: Supplier) -> "TenderQuerySet":
        """Published tenders to which the supplier is invited; a draft, even a cancelled one, is nobody's outside."""
        return self.filter(invitations__supplier=supplier, published_at__isnull=False).distinct()

    def open(self) -> "TenderQuerySet":
        return self.filter(status=TenderStatus.PUBLISHED)

    def running(self) -> "TenderQuerySet":
        done = {TenderStatus.AWARDED, TenderStatus.UNSUCCESSFUL, TenderStatus.CANCELLED}
        return self.filter(status__in=[status for status in TenderStatus if status not in done])


class Tender(TrackedModel):
    """A request to suppliers for information, quotations or proposals, under rules frozen at publication."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=5, choices=TenderKind, default=TenderKind.RFQ)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="tenders")
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="tenders")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tenders")
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=20, choices=TenderStatus, default=TenderStatus.DRAFT)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    sealing = models.CharField(_("sealing"), max_length=10, choices=Sealing, default=Sealing.SIMPLE)
    key_id = models.CharField(max_length=64, blank=True, editable=False)  # which server key seals the bids
    public_key = models.CharField(max_length=64, blank=True, editable=False)
    questions_until = models.DateTimeField(_("questions until"), null=True, blank=True)
    bids_until = models.DateTimeField(_("bids until"), null=True, blank=True)
    minimum_bidders = models.PositiveSmallIntegerField(_("least number of bidders"), default=1)
    auction_format = models.CharField(_("auction"), max_length=12, choices=AuctionFormat, default=AuctionFormat.NONE)
    auction_rules = models.JSONField(_("auction rules"), default=dict, blank=True)  # as `srm calc auction` takes them
    method = models.CharField(_("method"), max_length=12, default="points")
    price_formula = models.CharField(_("price formula"), max_length=20, default="min_ratio")
    standstill_days = models.PositiveSmallIntegerField(_("standstill, days"), default=0)
    published_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    opening_protocol = models.JSONField(default=dict, editable=False)
    few_bids_reason = models.CharField(_("reason to go on with few bids"), max_length=500, blank=True, editable=False)
    frozen = models.JSONField(default=dict, editable=False)  # what was published: criteria, lots, dates, rules
    approval_level = models.CharField(  # frozen at publication; empty in a draft and where it was not kept yet
        _("approval level"), max_length=10, choices=ApprovalLevel, blank=True, editable=False
    )
    approval_source = models.CharField(max_length=20, blank=True, editable=False)  # a strategy's number, or a quadrant
    proposed_procedure = models.CharField(max_length=20, blank=True)
    procedure_reason = models.CharField(_("reason for another procedure"), max_length=500, blank=True)

    objects = TenderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="tender_newest"),
            models.Index(fields=["status"], name="tender_status"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("tenders:tender-detail", args=[self.public_id])

    @property
    def asks_prices(self) -> bool:
        """A request for information asks none."""
        return self.kind != TenderKind.RFI


class Criterion(models.Model):
    """What a tender's bids are judged by."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=CriterionKind)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, null=True, blank=True)
    max_score = models.DecimalField(_("best score"), max_digits=6, decimal_places=2, null=True, blank=True)
    min_score = models.DecimalField(_("least score"), max_digits=6, decimal_places=2, null=True, blank=True)
    aggregate = models.CharField(_("several scorers"), max_length=10, choices=Aggregate, default=Aggregate.MEAN)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="tender_criterion_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CommitteeMember(models.Model):
    """A person who scores or opens; he declares himself free of conflicts before he sees a bid."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="committee")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="committees")
    role = models.CharField(_("role"), max_length=10, choices=CommitteeRole, default=CommitteeRole.MEMBER)
    declared_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "user"], name="committee_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class InvitationQuerySet(models.QuerySet):
    def for_supplier(self, supplier: Supplier) -> "InvitationQuerySet":
        """The supplier's own, once the tender is published."""
        return self.filter(supplier=supplier, tender__published_at__isnull=False)


class Invitation(PublicModel):
    """A supplier is asked to bid."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="invitations")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="tender_invitations")
    status = models.CharField(_("status"), max_length=10, choices=InvitationStatus, default=InvitationStatus.SENT)
    decline_reason = models.CharField(_("reason"), max_length=300, blank=True)
    invited_at = models.DateTimeField()
    viewed_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["supplier__name"]
        verbose_name = _("invitation to a tender")
        verbose_name_plural = _("invitations to tenders")
        constraints = [
            models.UniqueConstraint(fields=["tender", "supplier"], name="tender_invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} ← {self.tender}"


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "QuestionQuerySet":
        """Whoever may see the tender."""
        return self.filter(tender__in=Tender.objects.visible_to(user))

    def answered(self) -> "QuestionQuerySet":
        return self.filter(answered_at__isnull=False)

    def for_supplier(self, supplier: Supplier) -> "QuestionQuerySet":
        """What was answered to all, and one's own that still wait."""
        mine = models.Q(answered_at__isnull=False) | models.Q(supplier=supplier)
        return self.filter(mine, tender__in=Tender.objects.for_supplier(supplier))


class Question(TrackedModel):
    """A bidder asks; the answer goes to all bidders, and nobody is told who asked."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="questions")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("question"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text[:60]


class Amendment(TrackedModel):
    """A published tender is changed with a reason; the old text stays, everyone invited is told."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=500)
    changes = models.JSONField()  # {"bids_until": {"old": …, "new": …}}

    class Meta:
        ordering = ["number"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="amendment_number"),
        ]

    def __str__(self) -> str:
        return f"{self.tender.number} № {self.number}"
