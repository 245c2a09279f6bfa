"""Money: checked at submission, booked at approval, and moved on by orders, receipts and invoices.

Whoever books takes the budget first (`Purse`), so that two approvals never spend the same money.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from procurement.events import BudgetSet
from procurement.models import Budget, BudgetEntry, Requisition, RequisitionLine
from procurement.policies.planning import may_book_budget, may_set_budget
from procurement.queries.budget import (
    booked_on_lines,
    budget_of_line,
    budget_value,
    budgets_of_lines,
    left_on,
    wanted_of,
)
from procurement.rules.budget import EntryKind, consumed
from procurement.services.purse import Purse, allowed_beyond, refuse_overspending
from srm.authz import person, require
from srm.clock import database_now
from srm.events.services import record
from srm.reference.models import CostCentre

HELD = (EntryKind.PRE_COMMITMENT, EntryKind.COMMITMENT)
ZERO = Decimal(0)


@transaction.atomic
def set_budget(
    *, cost_centre: CostCentre, period_from: date, period_to: date, amount: Decimal, by: Any,
    article: str = "", project: str = "", control: str | None = None, exception_role: str | None = None,
) -> Budget:  # fmt: skip
    """Set what a cost centre may spend in a period (again: changes the amount). Records BudgetSet.

    `control` and `exception_role` stay as they were where they are not given.
    """
    require(may_set_budget(by), _("Budgets are set by finance."))
    entity = cost_centre.legal_entity
    fields = {"period_to": period_to, "amount": amount, "legal_entity": entity, "currency": entity.currency}
    given = {"control": control, "exception_role": exception_role}
    fields |= {name: value for name, value in given.items() if value is not None}
    budget, _created = Budget.objects.update_or_create(
        cost_centre=cost_centre, article=article, project=project, period_from=period_from,
        defaults=fields, create_defaults={**fields, "created_by": person(by)},
    )  # fmt: skip
    record(BudgetSet(amount, budget.currency), subject=budget, by=by)
    return budget


def check_budget(*, requisition: Requisition) -> None:
    """Raise Refused when the request is more than what its budgets have left and nobody could allow more.

    Without a budget nothing is checked.
    """
    wanted = wanted_of(requisition.lines.kept(), _day_of(requisition))
    left, allowed = left_on(wanted), allowed_beyond(wanted, [requisition])
    for budget, amount in wanted.items():
        if not budget.exception_role:
            refuse_overspending(budget, amount - allowed.get((budget.pk, requisition.pk), ZERO), left[budget.pk])


class PreCommitment:
    """The money of requests that are approved together: one after another is let in or refused, all booked at once.

    Lines that hold money already keep it: of a request asked for again, those that did not change.
    """

    def __init__(self, lines: Sequence[RequisitionLine]) -> None:
        self._budget_of = dict(zip((line.pk for line in lines), budgets_of_lines(lines), strict=True))
        found = [b for b in self._budget_of.values() if b]
        self._purse, self._entries = Purse(found, {line.requisition for line in lines}), list[BudgetEntry]()
        self._booked = booked_on_lines(lines)

    def let_in(self, requisition: Requisition, lines: Sequence[RequisitionLine], *, by: Any, again: str = "") -> None:
        """Take what a request needs, or raise Refused and take nothing.

        `again` tells its bookings apart from those before, when an approved amount has changed.
        """
        entries = [
            _entry(budget, EntryKind.PRE_COMMITMENT, _value(budget, line.amount, requisition, line.tax_rate), line,
                   f"requisition:{requisition.number}/{line.position}{again}")
            for line in lines
            if line.amount and line.pk not in self._booked and (budget := self._budget_of[line.pk])
        ]  # fmt: skip
        self._purse.take(_by_budget((e.budget_id, e.amount) for e in entries), [requisition], by)
        self._entries += entries

    def book(self, at: datetime) -> None:
        """Write what was let in."""
        for entry in self._entries:
            entry.at = at
        BudgetEntry.objects.bulk_create(self._entries)


def pre_commit(*, requisition: Requisition, lines: Sequence[RequisitionLine], by: Any, again: str) -> None:
    """Book a request whose approved amount has changed and stays approved."""
    money = PreCommitment(lines)
    money.let_in(requisition, lines, by=by, again=again)
    money.book(database_now())


@transaction.atomic
def commit_budget(
    *, line: RequisitionLine, kind: str, amount: Decimal, source_key: str, by: Any,
    tax_rate: Decimal | None = None, is_last: bool = False,
) -> None:  # fmt: skip
    """Move a line's money on: `amount` (requisition's currency, net) is booked under `kind` and taken from before.

    The last booking of its kind releases what is left before it. A repeat with the same key changes nothing; a line
    without a budget is left alone. Raises Refused when an order needs more than was approved and that is not left.
    """
    require(may_book_budget(by))
    requisition = line.requisition
    found = budget_of_line(line)
    if found is None:
        return
    purse = Purse([found], [requisition])
    budget = purse.budgets[found.pk]
    if budget.entries.filter(kind=kind, source_key=source_key).exists():
        return
    value = _value(budget, amount, requisition, line.tax_rate if tax_rate is None else tax_rate)
    held = _open_of(budget, line)
    taken = consumed(EntryKind(kind), value[0], held, is_last=is_last)
    if kind == EntryKind.COMMITMENT:
        purse.take({budget.pk: value[0] - sum(taken.values(), ZERO)}, [requisition], by)
    for before, part in taken.items():
        _book(budget, before, (-part, -part), line, source_key)
    _book(budget, EntryKind(kind), value, line, source_key)


@transaction.atomic
def release_budget(*, line: RequisitionLine, source_key: str, by: Any) -> None:
    """Give back what a line still holds as approved or ordered (cancelled, closed short). A repeat changes nothing."""
    require(may_book_budget(by))
    found = budget_of_line(line)
    if found is None:
        return
    budget = Purse([found], []).budgets[found.pk]
    held = _open_of(budget, line)
    for kind in HELD:
        if held.get(kind) and not budget.entries.filter(kind=kind, source_key=source_key).exists():
            _book(budget, kind, (-held[kind], -held[kind]), line, source_key)


@transaction.atomic
def restore_budget(*, line: RequisitionLine, source_key: str, by: Any) -> None:
    """Take back all that was booked for a line under a key, so that it stands as before. A repeat changes nothing."""
    require(may_book_budget(by))
    booked = list(BudgetEntry.objects.filter(line=line, source_key=source_key).order_by("pk"))
    found = budget_of_line(line)
    if not booked or found is None:
        return
    undone = f"undo:{source_key}"
    budget = Purse([found], []).budgets[found.pk]  # where the line stands now: it may have been carried over meanwhile
    if budget.entries.filter(line=line, source_key=undone).exists():
        return
    for entry in booked:
        day = entry.amount if entry.day_amount is None else entry.day_amount
        _book(budget, entry.kind, (-entry.amount, -day), line, undone)


def _value(
    budget: Budget, amount: Decimal, requisition: Requisition, tax_rate: Decimal | None
) -> tuple[Decimal, Decimal]:  # fmt: skip
    return budget_value(budget, amount, requisition.currency, _day_of(requisition), tax_rate)


def _day_of(requisition: Requisition) -> date:
    """The day whose rate holds: of its submission."""
    return (requisition.submitted_at or database_now()).date()


def _open_of(budget: Budget, line: RequisitionLine) -> Mapping[str, Decimal]:
    rows = budget.entries.filter(line=line).values("kind").annotate(total=Sum("amount"))
    return dict(rows.values_list("kind", "total"))


def _book(
    budget: Budget, kind: str, value: tuple[Decimal, Decimal], line: RequisitionLine | None, source_key: str
) -> None:  # fmt: skip
    entry = _entry(budget, kind, value, line, source_key)
    entry.at = database_now()
    entry.save()


def _entry(
    budget: Budget, kind: str, value: tuple[Decimal, Decimal], line: RequisitionLine | None, source_key: str
) -> BudgetEntry:  # fmt: skip
    return BudgetEntry(budget=budget, kind=kind, amount=value[0], day_amount=value[1], line=line, source_key=source_key)


def _by_budget(amounts: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    wanted: dict[int, Decimal] = {}
    for key, amount in amounts:
        wanted[key] = wanted.get(key, ZERO) + amount
    return dict(sorted(wanted.items()))
