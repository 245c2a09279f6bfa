from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.accounts.models.department import Department
from srm.accounts.states import Kind
from srm.lifecycle.models import PublicModel


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(PublicModel, AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail: staff of the buying organisation, or a supplier's person, never both."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STAFF)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    language = models.CharField(_("language"), max_length=5, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Kyiv")
    approval_limit = models.DecimalField(
        _("approval limit"), max_digits=18, decimal_places=2, null=True, blank=True,
        help_text=_("The largest amount this person may approve, in the organisation's currency."),
    )  # fmt: skip
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the back office"), default=False)
    date_joined = models.DateTimeField(db_default=Now(), editable=False)
    sessions_ended_at = models.DateTimeField(null=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.STAFF) | models.Q(department=None, is_staff=False),
                name="user_portal_has_no_department",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is compared with at every request: it ends with the password, and when all are ended."""
        own: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        if self.sessions_ended_at is None:
            return own
        return salted_hmac(own, self.sessions_ended_at.isoformat(), secret=secret, algorithm="sha256").hexdigest()

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split()
        return "".join(w[0] for w in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def is_portal(self) -> bool:
        return self.kind == Kind.PORTAL

    @property
    def holds_roles(self) -> bool:
        """Only staff at work have roles, whatever is written down for others."""
        return self.kind == Kind.STAFF and self.is_active

    @cached_property
    def roles(self) -> frozenset[str]:
        """The role names in force; read once per instance."""
        if not self.holds_roles:
            return frozenset()
        return frozenset(self.role_assignments.values_list("role", flat=True))

    @cached_property
    def headed_department_paths(self) -> list[str]:
        """The tree paths of the departments he heads; all below them is his to see."""
        return list(self.headed_departments.values_list("path", flat=True))

    def has_role(self, *roles: str) -> bool:
        """Tell whether he has any of the roles."""
        return bool(self.roles.intersection(roles))
