from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier
from suppliers.states import MembershipRole


class MembershipQuerySet(models.QuerySet):
    def active(self) -> "MembershipQuerySet":
        return self.filter(is_active=True, user__is_active=True)

    def for_supplier(self, supplier: Supplier) -> "MembershipQuerySet":
        return self.filter(supplier=supplier)


class Membership(TrackedModel):
    """A portal person acts for a supplier in a role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole)
    is_active = models.BooleanField(_("active"), default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "supplier", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.supplier}"
