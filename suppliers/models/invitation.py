from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier
from suppliers.states import InvitationStatus, MembershipRole


class SupplierInvitationQuerySet(models.QuerySet):
    def open(self) -> "SupplierInvitationQuerySet":
        """Sent and neither used nor revoked; whether the time is over is decided by the clock."""
        return self.filter(status=InvitationStatus.SENT)


class SupplierInvitation(TrackedModel):
    """A person is asked by e-mail to register for a supplier; the link's key is kept only as its digest."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5, default="en")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=InvitationStatus, default=InvitationStatus.SENT)
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole, blank=True)
    next_path = models.CharField(max_length=200, blank=True)  # where the person goes after registering (a tender)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    objects = SupplierInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email} → {self.supplier}"
