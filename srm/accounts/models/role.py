from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.accounts.models.user import User
from srm.accounts.states import Role


class RoleAssignment(models.Model):
    """One role of one person in the buying organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    given_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
