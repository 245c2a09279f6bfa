from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category


class Competence(TrackedModel):
    """A buyer knows a category (and all below it): new lines come to whoever knows it best and has room."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="competences")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="competences")
    level = models.PositiveSmallIntegerField(
        _("how well, 1–5"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    capacity = models.PositiveIntegerField(_("most open lines"), default=0)  # 0: any number

    class Meta:
        ordering = ["category", "-level", "person"]
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints = [
            models.UniqueConstraint(fields=["person", "category"], name="competence_once"),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="competence_level"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.category}"
