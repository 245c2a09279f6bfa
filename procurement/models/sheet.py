from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel


class PortfolioSheetQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PortfolioSheetQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class PortfolioSheet(TrackedModel):
    """The matrix put on paper once, with what narrowed it: what a printed picture is the document of."""

    look = models.JSONField(default=dict)  # the page's choices: branch, level, owner, quadrant, dates …

    objects = PortfolioSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("sheet of the portfolio")
        verbose_name_plural = _("sheets of the portfolio")

    def __str__(self) -> str:
        return str(_("Portfolio"))

    def get_absolute_url(self) -> str:
        return reverse("procurement:portfolio")
