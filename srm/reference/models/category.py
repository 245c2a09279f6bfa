from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from srm.lifecycle.models import PublicModel


class CpvCode(models.Model):
    """A code of the EU's Common Procurement Vocabulary 2008, to which own categories may be mapped."""

    code = models.CharField(max_length=10, primary_key=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    label = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


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
    cpv = models.ForeignKey(CpvCode, on_delete=models.SET_NULL, null=True, blank=True, related_name="categories")
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
