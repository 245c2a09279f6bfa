"""The end of a budget's period: what becomes of what is approved and ordered but not here yet is a decision."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from procurement.events import BudgetCarriedOver
from procurement.models import Budget, BudgetCarryOver, BudgetEntry
from procurement.policies.planning import may_set_budget
from procurement.queries.budget import next_budget
from procurement.rules.budget import CarryOver, EntryKind
from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record

OPEN = (EntryKind.PRE_COMMITMENT, EntryKind.COMMITMENT)
ZERO = Decimal(0)


@transaction.atomic
def carry_over_budget(*, budget: Budget, decision: str, reason: str, by: Any) -> BudgetCarryOver:
    """Move what is open on a budget that ended to the one that follows it. Records BudgetCarriedOver on both.

    With its money: the old budget gives as much as is moved to the new one. Without: the new one pays for it. What
    was left beyond that stays behind. Raises Refused before the end, without a following budget, and a second time.
    """
    require(may_set_budget(by), _("Budgets are set by finance."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    target = next_budget(budget)
    keys = [budget.pk] + ([target.pk] if target else [])
    rows = {b.pk: b for b in Budget.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    budget = rows[budget.pk]
    _check(budget, target)
    target = rows[target.pk]
    moved = _move(budget, target)
    if decision == CarryOver.WITH_MONEY:
        given = min(moved, budget.amount)
        Budget.objects.filter(pk=budget.pk).update(amount=budget.amount - given)
        Budget.objects.filter(pk=target.pk).update(amount=target.amount + given)
    kept = BudgetCarryOver.objects.create(
        budget=budget, target=target, decision=decision, carried=moved, reason=reason.strip(), created_by=person(by)
    )
    for touched in (budget, target):
        event = BudgetCarriedOver(str(target), moved, budget.currency, decision, reason.strip())
        record(event, subject=touched, by=by)
    return kept


def _check(budget: Budget, target: Budget | None) -> None:
    if budget.period_to >= organisation_today():
        raise Refused(_("This budget has not ended yet."), code="not_ended")
    if BudgetCarryOver.objects.filter(budget=budget).exists():
        raise Refused(_("This was decided already."), code="decided")
    if target is None:
        raise Refused(_("Set the budget of the next period first."), code="no_next_budget")


def _move(budget: Budget, target: Budget) -> Decimal:
    moved, now = ZERO, database_now()
    for line, kind, amount, day in _open_rows(budget):
        key = f"carry:{budget.pk}/{line}"
        moved += amount
        BudgetEntry.objects.bulk_create(
            BudgetEntry(
                budget=where, kind=kind, amount=sign * amount, day_amount=sign * (day if day is not None else amount),
                line_id=line, source_key=key, at=now,
            )
            for where, sign in ((budget, -1), (target, 1))
        )  # fmt: skip
    return moved


def _open_rows(budget: Budget) -> Iterable[tuple[int | None, str, Decimal, Decimal | None]]:
    rows = BudgetEntry.objects.filter(budget=budget, kind__in=OPEN).values_list("line", "kind").order_by("line", "kind")
    return [row for row in rows.annotate(a=Sum("amount"), d=Sum("day_amount")) if row[2]]
