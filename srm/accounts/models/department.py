from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from srm.lifecycle.models import PublicModel


class LegalEntity(PublicModel):
    """A company of the holding: contracts, orders and budgets are its own and in its currency."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    tax_id = models.CharField(_("tax id"), max_length=40, blank=True)
    address = models.TextField(_("address"), blank=True)
    country = models.CharField(_("country"), max_length=2, default="UA")
    currency = models.CharField(_("currency"), max_length=3)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")

    def __str__(self) -> str:
        return self.name


class DepartmentQuerySet(MP_NodeQuerySet):
    def active(self) -> "DepartmentQuerySet":
        return self.filter(is_active=True)

    def below(self, department: "Department") -> "DepartmentQuerySet":
        """The department and all under it."""
        return self.filter(path__startswith=department.path)


class DepartmentManager(MP_NodeManager.from_queryset(DepartmentQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> DepartmentQuerySet:
        # treebeard's own manager would hand out its plain queryset.
        return DepartmentQuerySet(self.model, using=self._db).order_by("path")


class Department(PublicModel, MP_Node):
    """A part of the organisation with one head; who is above sees what is below."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="departments")
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="headed_departments",
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = DepartmentManager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name
