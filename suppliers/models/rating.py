from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier


class Rating(TrackedModel):
    """What one of our people thinks of a supplier (0–100), about one occasion: the survey side of a scorecard."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(_("criterion"), max_length=40)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    comment = models.TextField(_("comment"), blank=True)
    source_key = models.CharField(max_length=120)  # the occasion: `order:PO-2026-000012`, `survey:…`

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "rater", "criterion", "source_key"], name="rating_once_per_occasion"
            ),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=100), name="rating_0_100"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.criterion}: {self.score}"
