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
from procurement.queries.rehearsal import rehearse, with_rule, without_rule
from procurement.rules.coverage import Gap
from procurement.services import change_approval_rule, create_approval_rule, deactivate_approval_rule
from srm.authz import require
from srm.clock import organisation_today
from srm.ui.doors import staff_page
from srm.ui.views import act, handle

GAPS = {
    Gap.NOBODY_FROM_ZERO: gettext_lazy("No rule holds for every request from 0 on: some could be sent to nobody."),
    Gap.NO_APPROVER: gettext_lazy("It names no approver, so it asks nobody."),
    Gap.NOBODY_WITH_ROLE: gettext_lazy("Nobody active has this role, or the person has left."),
    Gap.TWICE: gettext_lazy("Another rule says the same."),
    Gap.LIMIT_TOO_LOW: gettext_lazy("Nobody whom it asks may approve such an amount."),
    Gap.TOO_FEW: gettext_lazy("Fewer people may approve such an amount than have to agree."),
    Gap.UNREACHABLE: gettext_lazy("Its category or department is closed: no request reaches it."),
    Gap.NEVER_ADDS: gettext_lazy("A wider rule asks the same already: this one never adds anybody."),
    Gap.TOO_MANY: gettext_lazy("A request could need more than five approvals: few will wait for that."),
    Gap.CIRCLE: gettext_lazy("They stand in for one another in a circle: nobody may be there to decide."),
}


@require_safe
@staff_page
def approval_rule_list(request: HttpRequest) -> HttpResponse:
    """The rules in force, in their order, with the linter's findings above them."""
    require(may_manage_approval_rules(request.user))
    found = ApprovalRule.objects.select_related("category", "department", "person").prefetch_related("people")
    rows = list(found.order_by("-is_active", "order", "amount_from", "pk"))
    gaps = [{"rule": f.rule, "text": GAPS[f.gap]} for f in lint_approval_rules([r for r in rows if r.is_active])]
    return render(request, "procurement/approval_rule/list.html", {"rules": rows, "gaps": gaps})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def approval_rule_create(request: HttpRequest) -> HttpResponse:
    require(may_manage_approval_rules(request.user))
    form = ApprovalRuleForm(request.POST or None)
    if "try" in request.POST and form.is_valid():
        return _tried(request, form, with_rule(form.as_rule()), _("New approval rule"))
    return handle(
        request, form, lambda _data: create_approval_rule(by=request.user, **form.fields_of_rule()),
        template="procurement/approval_rule/form.html", context=_page(_("New approval rule")), done=_("Saved."),
        to="procurement:approval-rule-list",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def approval_rule_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    require(may_manage_approval_rules(request.user))
    rule = get_object_or_404(ApprovalRule, public_id=public_id)
    form = ApprovalRuleForm(request.POST or None, initial=initial_of(rule))
    if "try" in request.POST and form.is_valid():
        return _tried(request, form, with_rule(form.as_rule(rule)), rule.name)
    return handle(
        request, form, lambda _data: change_approval_rule(rule=rule, by=request.user, **form.fields_of_rule()),
        template="procurement/approval_rule/form.html", context=_page(rule.name), done=_("Saved."),
        to="procurement:approval-rule-list",
    )  # fmt: skip


@require_safe
@staff_page
def approval_rule_without(request: HttpRequest, public_id: str) -> HttpResponse:
    """What last quarter's requests would have taken without this rule."""
    require(may_manage_approval_rules(request.user))
    rule = get_object_or_404(ApprovalRule, public_id=public_id)
    found = rehearse(without_rule(rule), organisation_today())
    title = _("Without “%(rule)s”") % {"rule": rule.name}
    return render(request, "procurement/approval_rule/without.html", {"rehearsal": found, **_page(title)})


@require_POST
@staff_page
def approval_rule_deactivate(request: HttpRequest, public_id: str) -> HttpResponse:
    rule = get_object_or_404(ApprovalRule, public_id=public_id)
    reason = request.POST.get("reason", "")
    return act(
        request, lambda: deactivate_approval_rule(rule=rule, reason=reason, by=request.user),
        done=_("Out of force."), to="procurement:approval-rule-list",
    )  # fmt: skip


def _tried(request: HttpRequest, form: ApprovalRuleForm, rows: list[ApprovalRule], title: str) -> HttpResponse:
    """The form again, with what the typed rule would have changed; nothing is stored."""
    found = rehearse(rows, organisation_today())
    context = {"form": form, "rehearsal": found, **_page(title)}
    return render(request, "procurement/approval_rule/form.html", context)


def _page(title: str) -> dict[str, str]:
    return {"title": title, "back": "/approval-rules/", "back_label": _("Approval rules")}
