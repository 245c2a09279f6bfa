from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category
from suppliers.models.rating import Rating
from suppliers.models.scorer import scores_nowhere
from suppliers.models.supplier import Supplier
from suppliers.states import Preference

RATED_FOR = timedelta(days=365)  # whoever rated a supplier is a scorer of his scorecard for as long as it counts


class SelfDeclarationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SelfDeclarationQuerySet":
        """Those who see the organisation's purchases, but nobody who scores the supplier or sits in an evaluation."""
        if not user.has_role(*ORGANISATION_ROLES):
            return self.none()
        rated = Rating.objects.filter(
            supplier=models.OuterRef("supplier"), rater=user, created_at__gte=Now() - RATED_FOR
        )
        return self.filter(scores_nowhere(user)).filter(~models.Exists(rated))

    def for_supplier(self, supplier: Supplier) -> "SelfDeclarationQuerySet":
        return self.filter(supplier=supplier)


class SelfDeclaration(TrackedModel):
    """What a supplier says of a year that has ended: his sales, and what he thinks of us as a customer."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="declarations")
    year = models.PositiveSmallIntegerField(_("year"))
    revenue = models.DecimalField(_("annual revenue"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    answers = models.JSONField(_("answers"), default=dict)  # question → 1–5; a question left out is not known
    changed_at = models.DateTimeField(db_default=Now())

    objects = SelfDeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("self-declaration")
        verbose_name_plural = _("self-declarations")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "year"], name="declaration_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(revenue__isnull=True) | models.Q(revenue__gt=0) & ~models.Q(currency=""),
                name="declaration_revenue_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.year}"


class SupplierPreferenceQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SupplierPreferenceQuerySet":
        """Those who see the organisation's purchases, but nobody who sits in an evaluation that runs."""
        return self.filter(scores_nowhere(user)) if user.has_role(*ORGANISATION_ROLES) else self.none()


class PreferenceModel(models.Model):
    """How a supplier sees us in a category, as it was computed."""

    sales_share = models.DecimalField(_("our share of his sales"), max_digits=7, decimal_places=6, null=True)
    declared = models.DecimalField(_("attractiveness, stated"), max_digits=3, decimal_places=2, null=True)
    declared_year = models.PositiveSmallIntegerField(_("year"), null=True)
    judged = models.DecimalField(_("attractiveness, our judgement"), max_digits=3, decimal_places=2, null=True)
    preference = models.CharField(
        _("how he sees us"), max_length=12, choices=Preference, default=Preference.UNKNOWN
    )  # by our judgement where there is one, else by his own words

    class Meta:
        abstract = True


class SupplierPreference(PreferenceModel, TrackedModel):
    """How a supplier sees us in a category: from what he stated, and apart from that by our own judgement."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="preferences")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="preferences")
    judged_reason = models.CharField(_("reason"), max_length=300, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, editable=False)

    objects = SupplierPreferenceQuerySet.as_manager()

    class Meta:
        ordering = ["category", "supplier"]
        verbose_name = _("supplier preference")
        verbose_name_plural = _("supplier preferences")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "category"], name="preference_once"),
            models.CheckConstraint(
                condition=models.Q(judged__isnull=True)
                | models.Q(judged__gte=1, judged__lte=5) & ~models.Q(judged_reason=""),
                name="preference_judged_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} in {self.category}: {self.get_preference_display()}"

    @property
    def is_judged(self) -> bool:
        """Tell whether our judgement stands instead of the supplier's own words."""
        return self.judged is not None


class PreferenceRecord(PreferenceModel):
    """How a supplier saw us at the end of a cycle: one row a supplier, category and cycle, the last one stays."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="preference_records")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="preference_records")
    period = models.CharField(_("cycle"), max_length=40)  # its code; cycles are known above this app
    computed_at = models.DateTimeField(db_default=Now())

    objects = SupplierPreferenceQuerySet.as_manager()

    class Meta:
        ordering = ["category", "supplier", "-computed_at"]
        verbose_name = _("view of a cycle")
        verbose_name_plural = _("views of cycles")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "category", "period"], name="preference_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.supplier} in {self.category}: {self.get_preference_display()}"
