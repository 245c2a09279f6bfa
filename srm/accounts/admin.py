"""People and their roles in the back office: entered and corrected here, never deleted (the record names them)."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from treebeard.admin import TreeAdmin
from treebeard.forms import movenodeform_factory

from srm.accounts import services
from srm.accounts.models import Delegation, Department, LegalEntity, RoleAssignment, User
from srm.accounts.policies import may_manage_people

admin.site.site_header = _("Administration")
admin.site.site_title = "SRM"
admin.site.index_title = _("People and reference data")
# The back office opens for administrators of the house only, whoever else Django would call staff.
admin.site.has_permission = lambda request: request.user.is_active and may_manage_people(request.user)  # type: ignore[method-assign]


def sign_in(request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
    """There is one sign-in, which asks for the second factor; who is signed in and sent here may not enter."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


admin.site.login = sign_in  # type: ignore[method-assign,assignment]
admin.site.unregister(Authenticator)  # a second factor is set up by its owner, and taken away with a record (below)


class KeptAdmin(admin.ModelAdmin):
    """Rows that others refer to: may be added and changed by an administrator, never deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_manage_people(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_people(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_people(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_people(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoleInline(admin.TabularInline):
    model = RoleAssignment
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_people(request.user)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = [
            "email", "name", "job_title", "phone", "kind", "department", "language", "time_zone", "approval_limit",
            "is_active", "is_staff",
        ]  # fmt: skip


@admin.register(User)
class UserAdmin(KeptAdmin):
    """A new person has no password: he sets one by “Forgot the password?” or signs in by a code."""

    form = PersonForm
    inlines = [RoleInline]
    list_display = ["name", "email", "kind", "department", "approval_limit", "is_active"]
    list_filter = ["kind", "is_active", "role_assignments__role", "department"]
    list_select_related = ["department"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    actions = ["remove_factor", "end_sessions"]

    @admin.action(description=_("Take away the second factor (telephone and codes lost)"))
    def remove_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            services.remove_factor(user=person, by=request.user, reason=gettext("Telephone and codes lost"))
        self.message_user(request, _("Done. They sign in with the password and set up a new one."))

    @admin.action(description=_("Sign out everywhere"))
    def end_sessions(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            services.end_sessions(user=person, by=request.user)
        self.message_user(request, _("Done. They are signed out of every browser."))

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(Department)
class DepartmentAdmin(KeptAdmin, TreeAdmin):
    form = movenodeform_factory(Department)
    list_display = ["name", "code", "legal_entity", "head"]
    search_fields = ["name", "code"]


@admin.register(LegalEntity)
class LegalEntityAdmin(KeptAdmin):
    list_display = ["name", "code", "currency"]
    search_fields = ["name", "code"]


@admin.register(Delegation)
class DelegationAdmin(KeptAdmin):
    """Read only: delegations are given and taken back on the profile page, with their record."""

    list_display = ["principal", "substitute", "starts_at", "ends_at", "revoked_at"]
    list_select_related = ["principal", "substitute"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission
