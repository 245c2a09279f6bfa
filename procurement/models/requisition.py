from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.states import BundleStatus, LineStage, PriceSource, RequisitionStatus, Route
from srm.accounts.models import Department
from srm.accounts.queries import principals_now
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category, CostCentre, Item, Place, Unit
from suppliers.models import Supplier

ORDERED = (LineStage.ORDERED, LineStage.RECEIVED)


class RequisitionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "RequisitionQuerySet":
        """One's own, those of departments one heads and all below, those one approves (or may, for whom one stands
        in); procurement sees all. A draft is its requester's alone.
        """
        sent = self.exclude(models.Q(status=RequisitionStatus.DRAFT) & ~models.Q(requester_id=user.pk))
        if user.has_role(*ORGANISATION_ROLES, Role.ADMIN):
            return sent
        below = models.Q()
        for path in user.headed_department_paths:
            below |= models.Q(department__path__startswith=path)
        deciders = [user, *principals_now(user)]
        mine = models.Q(requester_id=user.pk) | models.Q(watchers__person_id=user.pk)
        asked = models.Q(approval_steps__in=_steps_of(deciders, user))
        return sent.filter(pk__in=self.model._default_manager.filter(mine | below | asked).order_by().values("pk"))

    def open(self) -> "RequisitionQuerySet":
        return self.exclude(
            status__in=[RequisitionStatus.REJECTED, RequisitionStatus.CANCELLED, RequisitionStatus.DONE]
        )


def _steps_of(deciders: list[Any], user: Any) -> models.QuerySet:
    """The approvals that any of these people may give, or that the user has given."""
    pks, roles = [d.pk for d in deciders], {role for decider in deciders for role in decider.roles}
    named = models.Q(approver_id__in=pks) | models.Q(escalated_to_id__in=pks) | models.Q(people__overlap=pks)
    own = models.Q(decided_by_id=user.pk) | models.Q(votes__by_id=user.pk)
    by_role = models.Q(approver=None, role__in=roles)
    return apps.get_model("procurement", "ApprovalStep").objects.filter(named | own | by_role).order_by().values("pk")


class Requisition(TrackedModel):
    """A department asks for something: lines with a reason, a date and a budget."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    reason = models.TextField(_("why it is needed"), blank=True)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="requisitions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="requisitions")
    cost_centre = models.ForeignKey(CostCentre, on_delete=models.PROTECT, related_name="requisitions")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="requisitions")
    needed_on = models.DateField(_("needed on"))
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=20, choices=RequisitionStatus, default=RequisitionStatus.DRAFT)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_single_source = models.BooleanField(_("only one supplier can deliver it"), default=False)
    project = models.CharField(_("project"), max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)  # counts the saves, for two tabs on one draft
    total = models.DecimalField(_("total"), max_digits=18, decimal_places=2, default=0)
    base_total = models.DecimalField(max_digits=18, decimal_places=2, null=True, editable=False)
    base_rate = models.DecimalField(max_digits=18, decimal_places=8, null=True, editable=False)
    approved_total = models.DecimalField(max_digits=18, decimal_places=2, null=True, editable=False)  # in base currency
    flags = models.JSONField(default=list, blank=True, editable=False)  # PolicyFlag values, frozen at submission
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = RequisitionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("requisition")
        verbose_name_plural = _("requisitions")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="requisition_newest"),
            models.Index(fields=["status"], name="requisition_status"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:requisition-detail", args=[self.public_id])


class RequisitionLineQuerySet(models.QuerySet):
    def kept(self) -> "RequisitionLineQuerySet":
        """Those that no approver has rejected."""
        return self.filter(rejected_at=None)

    def being_bought(self) -> "RequisitionLineQuerySet":
        """Those that a buyer has in hand or has ordered: nobody takes them back without him."""
        in_hand = models.Q(bundle__status__in=[BundleStatus.SOURCING, BundleStatus.CLOSED])
        return self.filter(in_hand | models.Q(stage__in=[LineStage.IN_TENDER, LineStage.CONTRACTED, *ORDERED]))

    def placed(self) -> "RequisitionLineQuerySet":
        """Those for which an order was placed."""
        return self.filter(stage__in=ORDERED)


class RequisitionLine(models.Model):
    """One thing asked for, with its estimated price and, once approved, its route."""

    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("line"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("description"), max_length=500)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="requisition_lines")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    needed_on = models.DateField(_("needed on"))
    unit_price = models.DecimalField(_("estimated price"), max_digits=18, decimal_places=6, default=0)
    price_source = models.CharField(max_length=20, choices=PriceSource, default=PriceSource.ESTIMATE)
    price_reference = models.CharField(max_length=60, blank=True)  # the contract's or tender's number
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, default=0)
    supplier = models.ForeignKey(  # whose price it is: a contract's, a catalogue's, an award's, or the last paid
        Supplier, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    from_stock = models.DecimalField(_("from stock"), max_digits=18, decimal_places=3, default=0)
    article = models.CharField(_("article"), max_length=60, blank=True)  # of the budget; empty: the category's
    project = models.CharField(_("project"), max_length=60, blank=True)  # as given, else the request's
    tax_rate = models.DecimalField(_("tax, %"), max_digits=5, decimal_places=2, null=True, blank=True)  # or VAT_RATE
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="lines_to_buy"
    )
    route = models.CharField(_("route"), max_length=20, choices=Route, blank=True)
    route_reason = models.CharField(_("reason for the route"), max_length=500, blank=True)
    bundle = models.ForeignKey(
        "procurement.Bundle", on_delete=models.SET_NULL, null=True, blank=True, related_name="lines"
    )
    stage = models.CharField(max_length=20, choices=LineStage, default=LineStage.ASKED)
    received = models.DecimalField(  # of what was ordered for it, in its own unit
        _("received"), max_digits=18, decimal_places=3, default=0, editable=False
    )
    rejected_at = models.DateTimeField(null=True, editable=False)  # by an approver who let the other lines pass
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    rejected_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = RequisitionLineQuerySet.as_manager()

    class Meta:
        ordering = ["requisition", "position"]
        verbose_name = _("requisition line")
        verbose_name_plural = _("requisition lines")
        constraints = [
            models.UniqueConstraint(
                fields=["requisition", "position"],
                name="requisition_line_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, unit_price__gte=0, from_stock__gte=0, received__gte=0),
                name="requisition_line_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description} × {self.quantity}"


class LineProgress(models.Model):
    """A step a line has taken: the requester's line of sight, written by every later stage, one row a stage."""

    line = models.ForeignKey(RequisitionLine, on_delete=models.CASCADE, related_name="progress")
    stage = models.CharField(max_length=20, choices=LineStage)
    at = models.DateTimeField()
    holder = models.CharField(max_length=200, blank=True)  # who has it now: a person or a company, as people read it
    reference = models.CharField(max_length=60, blank=True)  # TN-2026-000042
    link = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["line", "at"]
        constraints = [
            models.UniqueConstraint(fields=["line", "stage"], name="progress_once_per_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.stage}"
