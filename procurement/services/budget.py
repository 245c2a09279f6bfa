"""Money: checked at submission, booked at approval, and moved on by orders, receipts and invoices.

The budget row is the lock: whoever books takes it first, so that two approvals never spend the same money.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from procurement.events import BudgetSet
from procurement.models import Budget, BudgetEntry, Requisition, RequisitionLine
from procurement.policies.planning import may_book_budget, may_set_budget
from procurement.queries import budget_for, standing_of
from procurement.rules.budget import EntryKind, consumed
from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import record
from srm.reference.models import CostCentre
from srm.reference.services import convert


@transaction.atomic
def set_budget(
    *, cost_centre: CostCentre, period_from: date, period_to: date, amount: Decimal, by: Any,
    article: str = "", project: str = "",
) -> Budget:  # fmt: skip
    """Set what a cost centre may spend in a period (again: changes the amount). Records BudgetSet."""
    require(may_set_budget(by), _("Budgets are set by finance."))
    entity = cost_centre.legal_entity
    budget, _created = Budget.objects.update_or_create(
        cost_centre=cost_centre, article=article, project=project, period_from=period_from,
        defaults={"period_to": period_to, "amount": amount, "legal_entity": entity, "currency": entity.currency},
        create_defaults={
            "period_to": period_to, "amount": amount, "legal_entity": entity, "currency": entity.currency,
            "created_by": person(by),
        },
    )  # fmt: skip
    record(BudgetSet(amount, budget.currency), subject=budget, by=by)
    return budget


def check_budget(*, requisition: Requisition) -> None:
    """Raise Refused when the request is more than what its budgets have left. Without a budget nothing is checked."""
    for budget, wanted in _wanted(requisition, requisition.lines.all()).items():
        _refuse_overspending(budget, wanted)


def pre_commit(*, requisition: Requisition, lines: Sequence[RequisitionLine], by: Any, again: str = "") -> None:
    """Book an approved requisition on its budgets, in the order of their keys, each locked before it is read.

    `again` tells a booking apart from the one before, when an approved amount has changed.
    """
    wanted = _wanted(requisition, lines)
    for budget in Budget.objects.select_for_update(of=("self",)).filter(pk__in=[b.pk for b in wanted]).order_by("pk"):
        _refuse_overspending(budget, wanted[budget])
    for line in lines:
        budget = budget_for(requisition.cost_centre, line.needed_on)
        if budget and line.amount:
            source = f"requisition:{requisition.number}/{line.position}{again}"
            _book(budget, EntryKind.PRE_COMMITMENT, _in_budget(budget, line.amount, requisition), line, source)


@transaction.atomic
def commit_budget(*, line: RequisitionLine, kind: str, amount: Decimal, source_key: str, by: Any) -> None:
    """Move a line's money on: `amount` (requisition's currency, net) is booked under `kind` and taken from before.

    A repeat with the same key changes nothing. A line without a budget is left alone.
    """
    require(may_book_budget(by))
    requisition = line.requisition
    budget = budget_for(requisition.cost_centre, line.needed_on)
    if budget is None:
        return
    budget = Budget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    if budget.entries.filter(kind=kind, source_key=source_key).exists():
        return
    value = _in_budget(budget, amount, requisition)
    for before, part in consumed(EntryKind(kind), value, _open_of(budget, line)).items():
        _book(budget, before, -part, line, source_key)
    _book(budget, EntryKind(kind), value, line, source_key)


@transaction.atomic
def release_budget(*, line: RequisitionLine, source_key: str, by: Any) -> None:
    """Give back what a line still holds as approved or ordered (cancelled, closed short). A repeat changes nothing."""
    require(may_book_budget(by))
    budget = budget_for(line.requisition.cost_centre, line.needed_on)
    if budget is None:
        return
    budget = Budget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    held = _open_of(budget, line)
    for kind in (EntryKind.PRE_COMMITMENT, EntryKind.COMMITMENT):
        if held.get(kind) and not budget.entries.filter(kind=kind, source_key=source_key).exists():
            _book(budget, kind, -held[kind], line, source_key)


@transaction.atomic
def restore_budget(*, line: RequisitionLine, source_key: str, by: Any) -> None:
    """Take back all that was booked for a line under a key, so that it stands as before. A repeat changes nothing."""
    require(may_book_budget(by))
    booked = list(BudgetEntry.objects.filter(line=line, source_key=source_key).select_related("budget").order_by("pk"))
    undone = f"undo:{source_key}"
    for budget in Budget.objects.select_for_update(of=("self",)).filter(pk__in={e.budget_id for e in booked}):
        if not budget.entries.filter(line=line, source_key=undone).exists():
            for entry in (e for e in booked if e.budget_id == budget.pk):
                _book(budget, entry.kind, -entry.amount, line, undone)


def _wanted(requisition: Requisition, lines: Any) -> dict[Budget, Decimal]:
    wanted: dict[Budget, Decimal] = {}
    for line in lines:
        budget = budget_for(requisition.cost_centre, line.needed_on)
        if budget:
            wanted[budget] = wanted.get(budget, Decimal(0)) + _in_budget(budget, line.amount, requisition)
    return wanted


def _refuse_overspending(budget: Budget, wanted: Decimal) -> None:
    left = standing_of(budget).left
    if wanted > left and settings.BUDGET_CONTROL == "stop":
        message = _("The budget of %(centre)s has %(left)s %(currency)s left; this needs %(wanted)s.") % {
            "centre": budget.cost_centre, "left": number_format(left, 2, force_grouping=True),
            "currency": budget.currency, "wanted": number_format(wanted, 2, force_grouping=True),
        }  # fmt: skip
        raise Refused(message, code="budget_exceeded")


def _in_budget(budget: Budget, amount: Decimal, requisition: Requisition) -> Decimal:
    on = (requisition.submitted_at or database_now()).date()
    return convert(amount, requisition.currency, budget.currency, on)[0]


def _open_of(budget: Budget, line: RequisitionLine) -> dict[str, Decimal]:
    rows = budget.entries.filter(line=line).values("kind").annotate(total=Sum("amount"))
    return dict(rows.values_list("kind", "total"))


def _book(budget: Budget, kind: str, amount: Decimal, line: RequisitionLine, source_key: str) -> None:
    BudgetEntry.objects.create(
        budget=budget, kind=kind, amount=amount, line=line, source_key=source_key, at=database_now()
    )
