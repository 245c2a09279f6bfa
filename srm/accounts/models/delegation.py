from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.accounts.models.user import User
from srm.lifecycle.models import TrackedModel


class DelegationQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> "DelegationQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at, revoked_at=None)


class Delegation(TrackedModel):
    """A person's approvals are decided by a substitute for a period, within the person's own limit, not passed on."""

    principal = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations_given")
    substitute = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations_held")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="delegation_period"),
            models.CheckConstraint(condition=~models.Q(principal=models.F("substitute")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.substitute}"
