from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.requisition import Requisition
from srm.accounts.models import Department
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category, Item, Unit


class TemplateQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "TemplateQuerySet":
        """One's own, and those shared with one's department."""
        own = models.Q(created_by_id=user.pk)
        if getattr(user, "department_id", None):
            own |= models.Q(department_id=user.department_id)
        return self.filter(own)


class RequisitionTemplate(TrackedModel):
    """Lines that are asked for again and again, kept under a name by one person, or for his whole department."""

    name = models.CharField(_("name"), max_length=120)
    department = models.ForeignKey(  # empty: only for who made it
        Department, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    lead_days = models.PositiveSmallIntegerField(_("needed after, days"), default=14)
    project = models.CharField(_("project"), max_length=60, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("procurement:template-list")


class TemplateLine(models.Model):
    """One line of a template: what and how much; prices are asked when it is used."""

    template = models.ForeignKey(RequisitionTemplate, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    description = models.CharField(_("description"), max_length=500)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    article = models.CharField(_("article"), max_length=60, blank=True)
    project = models.CharField(_("project"), max_length=60, blank=True)

    class Meta:
        ordering = ["template", "position"]

    def __str__(self) -> str:
        return self.description


class InboundMail(models.Model):
    """A request that came by e-mail: one draft for a letter, however often it is delivered."""

    message_id = models.CharField(max_length=250, unique=True)
    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="+")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.message_id


class RequisitionRating(models.Model):
    """How it went, as the requester saw it: one to five, with a word."""

    requisition = models.OneToOneField(Requisition, on_delete=models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(_("score"))
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="requisition_rating_score"),
        ]

    def __str__(self) -> str:
        return f"{self.requisition_id}: {self.score}"
