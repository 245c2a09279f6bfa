from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.forms.requisition import number_field
from procurement.models import ApprovalRule
from procurement.states import PolicyFlag
from srm.accounts.models import Department, User
from srm.accounts.states import Kind, Role
from srm.reference.models import Category

HEAD, OWNER, CENTRE, ROLE, PERSON, PEOPLE = "head", "owner", "centre", "role", "person", "people"
APPROVERS = (
    (HEAD, _("The head of the requester's department")), (OWNER, _("The owner of the category")),
    (CENTRE, _("The owner of the cost centre")), (ROLE, _("Anyone with a role")), (PERSON, _("One person")),
    (PEOPLE, _("Any of several people")),
)  # fmt: skip


class ApprovalRuleForm(forms.Form):
    """From which amount on who has to approve, and for what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    amount_from = number_field(
        _("From amount"), decimals=2, required=True, min_value=0,
        help_text=format_lazy(
            _("Of the whole request, in {currency}. 0: always."), currency=settings.ORGANISATION_CURRENCY
        ),
    )  # fmt: skip
    order = forms.IntegerField(
        label=pgettext_lazy("sequence", "Order"),
        min_value=0,
        max_value=999,
        initial=10,
        help_text=_("Rules of one order are asked together."),
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True), label=_("Only for category"), required=False, to_field_name="public_id"
    )
    department = forms.ModelChoiceField(
        Department.objects.filter(is_active=True),
        label=_("Only for department"),
        required=False,
        to_field_name="public_id",
    )
    project = forms.CharField(label=_("Only for project"), required=False, max_length=40)
    flag = forms.ChoiceField(
        label=_("Only when it is"), choices=[("", _("whatever it is")), *PolicyFlag.choices], required=False
    )
    approver = forms.ChoiceField(label=_("Who approves"), choices=APPROVERS, widget=forms.RadioSelect, initial=HEAD)
    role = forms.ChoiceField(label=_("Role"), choices=[("", ""), *Role.choices], required=False)
    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True, kind=Kind.STAFF), label=_("Person"), required=False,
        to_field_name="public_id",
    )  # fmt: skip
    people = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True, kind=Kind.STAFF).order_by("name"), label=_("Several people"),
        required=False, to_field_name="public_id", widget=forms.SelectMultiple(attrs={"size": 6}),
    )  # fmt: skip
    quorum = forms.IntegerField(
        label=_("How many of them have to agree"), min_value=1, max_value=99, initial=1, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for asked in (ROLE, PERSON, PEOPLE):
            if data.get("approver") == asked and not data.get(asked):
                self.add_error(asked, _("Choose one."))
        return data

    def fields_of_rule(self) -> dict[str, Any]:
        """Return what the service is given."""
        data = dict(self.cleaned_data)
        approver = data.pop("approver")
        data["by_head"], data["by_category_owner"] = approver == HEAD, approver == OWNER
        data["by_centre_owner"] = approver == CENTRE
        data["people"] = list(data["people"]) if approver == PEOPLE else []
        data["quorum"] = (data.get("quorum") or 1) if approver in (ROLE, PEOPLE) else 1
        data["role"] = data["role"] if approver == ROLE else ""
        data["person"] = data["person"] if approver == PERSON else None
        return data

    def as_rule(self, rule: ApprovalRule | None = None) -> ApprovalRule:
        """Return the rule as typed, unsaved, to be tried out; in the place of an existing one where that is given."""
        fields = self.fields_of_rule()
        people = fields.pop("people")
        tried = ApprovalRule(pk=rule.pk if rule else None, **fields)
        tried.proposed_people = people
        return tried


def initial_of(rule: ApprovalRule) -> dict[str, Any]:
    """Return a rule as the form shows it."""
    asked = {HEAD: rule.by_head, OWNER: rule.by_category_owner, CENTRE: rule.by_centre_owner, ROLE: rule.role,
             PERSON: rule.person_id}  # fmt: skip
    approver = next((word for word, holds in asked.items() if holds), PEOPLE)
    return {
        "name": rule.name, "amount_from": rule.amount_from, "order": rule.order, "approver": approver,
        "category": rule.category.public_id if rule.category else None,
        "department": rule.department.public_id if rule.department else None, "role": rule.role,
        "person": rule.person.public_id if rule.person else None, "project": rule.project, "flag": rule.flag,
        "people": [p.public_id for p in rule.people.all()], "quorum": rule.quorum,
    }  # fmt: skip
