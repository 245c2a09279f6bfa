from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Left, Length, NullIf
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

    def with_parent(self) -> "CategoryQuerySet":
        """Add `parent_code` and `parent_id`; a root has neither."""
        above = Left("path", Length("path") - Category.steplen)
        parents = Category.objects.filter(path=models.OuterRef("above"))
        return self.annotate(above=above).annotate(
            parent_code=models.Subquery(parents.values("code")), parent_id=models.Subquery(parents.values("public_id"))
        )


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
    small_purchase_limit = models.DecimalField(  # in the organisation's currency; empty: the parent's
        _("small purchases up to"), max_digits=18, decimal_places=2, null=True, blank=True
    )

    objects = CategoryManager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(name="category_limit_not_negative", condition=models.Q(small_purchase_limit__gte=0)),
        ]

    def __str__(self) -> str:
        return self.names.get(get_language() or "en") or self.name
