"""Leave to take more from a budget than is left, and the account of a line."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import BudgetOverrunAllowed, LineAssigned
from procurement.models import Budget, BudgetOverrun, Requisition, RequisitionLine
from procurement.policies.planning import may_allow_overrun, may_assign_line
from procurement.states import REQUISITION
from srm.authz import person, require
from srm.errors import Invalid, Refused
from srm.events.services import record


@transaction.atomic
def allow_overrun(*, budget: Budget, requisition: Requisition, amount: Decimal, reason: str, by: Any) -> BudgetOverrun:
    """Let one request take up to `amount` more than the budget has left. Records BudgetOverrunAllowed.

    Raises NotPermitted for anybody but the budget's exception role, and for an own request; Invalid without a reason.
    """
    budget = Budget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    require(
        may_allow_overrun(by, budget, requisition),
        _("Only the role that this budget names allows more, and not for an own request."),
    )
    errors = {}
    if not reason.strip():
        errors["reason"] = _("Say why.")
    if amount <= 0:
        errors["amount"] = _("Must be more than zero.")
    if errors:
        raise Invalid(errors)
    overrun = BudgetOverrun.objects.create(
        budget=budget, requisition=requisition, amount=amount, reason=reason.strip(), created_by=person(by)
    )
    event = BudgetOverrunAllowed(requisition.number, amount, budget.currency, reason.strip())
    record(event, subject=budget, by=by)
    return overrun


@transaction.atomic
def assign_line(*, line: RequisitionLine, article: str, project: str, by: Any) -> RequisitionLine:
    """Say of which article and project a line is, as long as nothing is booked for it. Records LineAssigned."""
    line = RequisitionLine.objects.select_for_update(of=("self",)).select_related("requisition").get(pk=line.pk)
    require(may_assign_line(by, line.requisition), _("The requester or finance says what a line is booked on."))
    open_yet = REQUISITION.allows(line.requisition, "submit") or REQUISITION.allows(line.requisition, "approve")
    if not open_yet or line.budget_entries.exists():
        raise Refused(_("It is booked already."), code="booked")
    line.article, line.project = article.strip(), project.strip()
    line.save(update_fields=["article", "project"])
    record(LineAssigned(line.position, line.article, line.project), subject=line.requisition, by=by)
    return line
