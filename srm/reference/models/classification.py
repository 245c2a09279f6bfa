"""Public classifications, and which of their codes our own categories correspond to."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from srm.reference.models.category import Category


class Scheme(models.TextChoices):
    CPV = "CPV", _("CPV 2008")
    OKPD2 = "OKPD2", _("OKPD2")
    UNSPSC = "UNSPSC", _("UNSPSC")


class ClassificationCode(models.Model):
    """One code of a public classification as its publisher words it; a scheme is loaded when it has any."""

    scheme = models.CharField(_("classification"), max_length=10, choices=Scheme)
    code = models.CharField(_("code"), max_length=20)
    label = models.CharField(_("label"), max_length=500)
    labels = models.JSONField(_("label in other languages"), default=dict, blank=True)
    parent_code = models.CharField(_("code above it"), max_length=20, blank=True)

    class Meta:
        ordering = ["scheme", "code"]
        verbose_name = _("code of a classification")
        verbose_name_plural = _("codes of classifications")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="classification_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The label in the reader's language where the loaded file had it."""
        return self.labels.get(get_language() or "en") or self.label


class CategoryCodeQuerySet(models.QuerySet):
    def labelled(self) -> "CategoryCodeQuerySet":
        """Add what the code is called, where its classification is loaded: read it as `title`."""
        known = ClassificationCode.objects.filter(scheme=models.OuterRef("scheme"), code=models.OuterRef("code"))
        return self.annotate(
            known_label=Coalesce(models.Subquery(known.values("label")), models.Value("")),
            known_labels=models.Subquery(known.values("labels")),
        )


class CategoryCode(models.Model):
    """A code of a public classification to which one of our categories corresponds; a category may have several."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(_("classification"), max_length=10, choices=Scheme)
    code = models.CharField(_("code"), max_length=20)

    objects = CategoryCodeQuerySet.as_manager()

    class Meta:
        ordering = ["category", "scheme", "code"]
        verbose_name = _("code of a category")
        verbose_name_plural = _("codes of categories")
        constraints = [
            models.UniqueConstraint(fields=["category", "scheme", "code"], name="category_code_once"),
            models.CheckConstraint(
                name="category_code_form",
                condition=models.Q(scheme=Scheme.CPV, code__regex=r"^\d{8}(-\d)?$")
                | models.Q(scheme=Scheme.OKPD2, code__regex=r"^\d{2}(\.\d{1,2}){0,2}(\.\d{2,3}){0,2}$")
                | models.Q(scheme=Scheme.UNSPSC, code__regex=r"^\d{8}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

    @property
    def title(self) -> str:
        """What the code is called, in the reader's language where that is known; empty where nothing is."""
        labels = getattr(self, "known_labels", None) or {}
        return str(labels.get(get_language() or "en") or getattr(self, "known_label", ""))
