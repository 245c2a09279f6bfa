from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.forms.requisition import number_field
from procurement.models import ApprovalRule
from srm.accounts.models import Department, User
from srm.accounts.states import Kind, Role
from srm.reference.models import Category

HEAD, OWNER, ROLE, PERSON = "head", "owner", "role", "person"
APPROVERS = (
    (HEAD, _("The head of the requester's department")), (OWNER, _("The owner of the category")),
    (ROLE, _("Anyone with a role")), (PERSON, _("One person")),
)  # fmt: skip


class ApprovalRuleForm(forms.Form):
    """From which amount on who has to approve, and for what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    amount_from = number_field(_("From amount"), decimals=2, required=True, min_value=0)
    order = forms.IntegerField(label=pgettext_lazy("sequence", "Order"), min_value=0, max_value=999, initial=10)
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True), label=_("Only for category"), required=False, to_field_name="public_id"
    )
    department = forms.ModelChoiceField(
        Department.objects.filter(is_active=True),
        label=_("Only for department"),
        required=False,
        to_field_name="public_id",
    )
    approver = forms.ChoiceField(label=_("Who approves"), choices=APPROVERS, widget=forms.RadioSelect, initial=HEAD)
    role = forms.ChoiceField(label=_("Role"), choices=[("", ""), *Role.choices], required=False)
    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True, kind=Kind.STAFF), label=_("Person"), required=False,
        to_field_name="public_id",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for asked in (ROLE, PERSON):
            if data.get("approver") == asked and not data.get(asked):
                self.add_error(asked, _("Choose one."))
        return data

    def fields_of_rule(self) -> dict[str, Any]:
        """Return what the service is given."""
        data = dict(self.cleaned_data)
        approver = data.pop("approver")
        data["by_head"], data["by_category_owner"] = approver == HEAD, approver == OWNER
        data["role"] = data["role"] if approver == ROLE else ""
        data["person"] = data["person"] if approver == PERSON else None
        return data


def initial_of(rule: ApprovalRule) -> dict[str, Any]:
    """Return a rule as the form shows it."""
    approver = HEAD if rule.by_head else OWNER if rule.by_category_owner else ROLE if rule.role else PERSON
    return {
        "name": rule.name, "amount_from": rule.amount_from, "order": rule.order, "approver": approver,
        "category": rule.category.public_id if rule.category else None,
        "department": rule.department.public_id if rule.department else None, "role": rule.role,
        "person": rule.person.public_id if rule.person else None,
    }  # fmt: skip
