"""Who has to approve what: the rules, and what is missing in them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.forms.approval_rule import ApprovalRuleForm, initial_of
from procurement.models import ApprovalRule
from procurement.policies.planning import may_manage_approval_rules
from procurement.queries.coverage import lint_approval_rules
from procurement.rules.coverage import Gap
from procurement.services import change_approval_rule, create_approval_rule, deactivate_approval_rule
from srm.authz import require
from srm.ui.doors import staff_page
from srm.ui.views import act, handle

GAPS = {
    Gap.NOBODY_FROM_ZERO: gettext_lazy("No rule holds for every request from 0 on: some could be sent to nobody."),
    Gap.NO_APPROVER: gettext_lazy("It names no approver, so it asks nobody."),
    Gap.NOBODY_WITH_ROLE: gettext_lazy("Nobody active has this role, or the person has left."),
    Gap.TWICE: gettext_lazy("Another rule says the same."),
    Gap.LIMIT_TOO_LOW: gettext_lazy("Nobody whom it asks may approve such an amount."),
}


@require_safe
@staff_page
def approval_rule_list(request: HttpRequest) -> HttpResponse:
    """The rules in force, in their order, with the linter's findings above them."""
    require(may_manage_approval_rules(request.user))
    rows = ApprovalRule.objects.select_related("category", "department", "person").order_by("-is_active", "order")
    gaps = [{"rule": f.rule, "text": GAPS[f.gap]} for f in lint_approval_rules()]
    return render(request, "procurement/approval_rule/list.html", {"rules": rows, "gaps": gaps})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def approval_rule_create(request: HttpRequest) -> HttpResponse:
    require(may_manage_approval_rules(request.user))
    form = ApprovalRuleForm(request.POST or None)
    return handle(
        request, form, lambda _data: create_approval_rule(by=request.user, **form.fields_of_rule()),
        template="components/pages/form.html", context=_page(_("New approval rule")), done=_("Saved."),
        to="procurement:approval-rule-list",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def approval_rule_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    require(may_manage_approval_rules(request.user))
    rule = get_object_or_404(ApprovalRule, public_id=public_id)
    form = ApprovalRuleForm(request.POST or None, initial=initial_of(rule))
    return handle(
        request, form, lambda _data: change_approval_rule(rule=rule, by=request.user, **form.fields_of_rule()),
        template="components/pages/form.html", context=_page(rule.name), done=_("Saved."),
        to="procurement:approval-rule-list",
    )  # fmt: skip


@require_POST
@staff_page
def approval_rule_deactivate(request: HttpRequest, public_id: str) -> HttpResponse:
    rule = get_object_or_404(ApprovalRule, public_id=public_id)
    reason = request.POST.get("reason", "")
    return act(
        request, lambda: deactivate_approval_rule(rule=rule, reason=reason, by=request.user),
        done=_("Out of force."), to="procurement:approval-rule-list",
    )  # fmt: skip


def _page(title: str) -> dict[str, str]:
    return {"title": title, "back": "/approval-rules/", "back_label": _("Approval rules")}
