from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from srm.lifecycle.models import PublicModel


class CategoryQuerySet(MP_NodeQuerySet):
    def active(self) -> "CategoryQuerySet":
        return self.filter(is_active=True)

    def leaves(self) -> "CategoryQuerySet":
        """Where things are bought: categories without children."""
        return self.filter(numchild=0)


class CategoryManager(MP_NodeManager.from_queryset(CategoryQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> CategoryQuerySet:
        # treebeard's own manager would hand out its plain queryset.
        return CategoryQuerySet(self.model, using=self._db).order_by("path")


def category_name(path: str = "") -> Coalesce:
    """Return the expression for what `str(category)` gives in the reader's language; `path` ends with “__”."""
    translated = KeyTextTransform(get_language() or "en", f"{path}names")
    given = NullIf(translated, models.Value(""), output_field=models.CharField())
    return Coalesce(given, f"{path}name", output_field=models.CharField())


class Category(PublicModel, MP_Node):
    """A kind of thing bought, in the organisation's own tree; owned by a category manager."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_categories",
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = CategoryManager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.names.get(get_language() or "en") or self.name


class Scheme(models.TextChoices):
    CPV = "CPV", _("CPV 2008")
    OKPD2 = "OKPD2", _("OKPD2")
    UNSPSC = "UNSPSC", _("UNSPSC")


class CategoryCode(models.Model):
    """A code of a public classification to which one of our categories corresponds; a category may have several."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(_("classification"), max_length=10, choices=Scheme)
    code = models.CharField(_("code"), max_length=20)

    class Meta:
        ordering = ["category", "scheme", "code"]
        verbose_name = _("code of a classification")
        verbose_name_plural = _("codes of classifications")
        constraints = [
            models.UniqueConstraint(fields=["category", "scheme", "code"], name="category_code_once"),
            models.CheckConstraint(
                name="category_code_form",
                condition=models.Q(scheme=Scheme.CPV, code__regex=r"^\d{8}-\d$")
                | models.Q(scheme=Scheme.OKPD2, code__regex=r"^\d{2}(\.\d{1,2}){0,2}(\.\d{2,3}){0,2}$")
                | models.Q(scheme=Scheme.UNSPSC, code__regex=r"^\d{8}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"
