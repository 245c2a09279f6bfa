"""What budgets have left, under their locks: whoever books takes the money here first.

The budget row is the lock, so that two approvals never spend the same money.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from procurement.events import BudgetExceeded
from procurement.models import Budget, BudgetOverrun, Requisition
from procurement.queries.budget import left_on
from procurement.rules.budget import Control
from srm.accounts.states import Role
from srm.errors import Refused
from srm.events.services import record

ZERO = Decimal(0)


class Purse:
    """Budgets locked in the order of their keys until the end of the transaction, and what is left of each.

    What is taken counts at once, before it is booked, so that many requests are let in one by one and booked together.
    """

    def __init__(self, budgets: Iterable[Budget], requisitions: Iterable[Requisition]) -> None:
        keys, self._for = {b.pk for b in budgets}, list(requisitions)
        rows = Budget.objects.select_for_update(of=("self",)).select_related("cost_centre").filter(pk__in=keys)
        self.budgets = {b.pk: b for b in rows.order_by("pk")}

    @cached_property
    def _left(self) -> dict[int, Decimal]:
        return left_on(self.budgets.values())

    @cached_property
    def _allowed(self) -> dict[tuple[int, int], Decimal]:
        return allowed_beyond(self.budgets.values(), self._for)

    def take(self, wanted: Mapping[int, Decimal], requisitions: Sequence[Requisition], by: Any) -> None:
        """Take amounts (by the key of their budget) for some requests together: all of them, or raise Refused.

        More than is left, where that is allowed, records BudgetExceeded.
        """
        for key, amount in wanted.items():
            allowed = sum((self._allowed.get((key, r.pk), ZERO) for r in set(requisitions)), ZERO)
            refuse_overspending(self.budgets[key], amount - allowed, self._left[key])
        for key, amount in wanted.items():
            self._trace(self.budgets[key], amount, requisitions, by)
            self._left[key] -= amount

    def _trace(self, budget: Budget, amount: Decimal, requisitions: Sequence[Requisition], by: Any) -> None:
        left = self._left[budget.pk]
        if amount > left and amount > 0 and _control(budget) != Control.IGNORE:
            numbers = ", ".join(sorted({r.number for r in requisitions}))
            record(BudgetExceeded(numbers, amount, left, budget.currency), subject=budget, by=by)


def allowed_beyond(
    budgets: Iterable[Budget], requisitions: Iterable[Requisition]
) -> dict[tuple[int, int], Decimal]:  # fmt: skip
    """Return what the exception roles let requests take beyond budgets, by the keys of both; one query."""
    rows = BudgetOverrun.objects.filter(budget__in=list(budgets), requisition__in=list(requisitions)).order_by()
    return {(b, r): total for b, r, total in rows.values_list("budget", "requisition").annotate(total=Sum("amount"))}


def refuse_overspending(budget: Budget, wanted: Decimal, left: Decimal) -> None:
    """Raise Refused where more is wanted than is left and the budget is one that stops."""
    if wanted <= max(left, ZERO) or _control(budget) != Control.STOP:
        return
    message = _("The budget of %(centre)s has %(left)s %(currency)s left; this needs %(wanted)s.") % {
        "centre": budget.cost_centre, "left": number_format(left, 2, force_grouping=True),
        "currency": budget.currency, "wanted": number_format(wanted, 2, force_grouping=True),
    }  # fmt: skip
    if budget.exception_role:
        message += " " + _("It can be allowed by: %(role)s.") % {"role": Role(budget.exception_role).label}
    raise Refused(message, code="budget_exceeded")


def _control(budget: Budget) -> str:
    return budget.control or settings.BUDGET_CONTROL
