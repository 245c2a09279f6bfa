"""Money: checked at submission, booked at approval, and moved on by orders, receipts and invoices.

The budget row is the lock: whoever books takes it first, so that two approvals never spend the same money.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from procurement.events import BudgetExceeded, BudgetSet
from procurement.models import Budget, BudgetEntry, BudgetOverrun, Bundle, Requisition, RequisitionLine
from procurement.policies.planning import may_book_budget, may_set_budget
from procurement.queries.budget import budget_of_line, budget_value, budgets_of_lines, left_on
from procurement.rules.budget import Control, EntryKind, consumed
from procurement.rules.share import shares
from srm.accounts.states import Role
from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Refused
from srm.events.services import record
from srm.reference.models import CostCentre
from srm.reference.services import convert

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
    for budget, wanted in _wanted(requisition, requisition.lines.all()).items():
        if not budget.exception_role:
            _refuse_overspending(budget, wanted - _allowed(budget, [requisition]))


def pre_commit(*, requisition: Requisition, lines: Sequence[RequisitionLine], by: Any, again: str = "") -> None:
    """Book an approved requisition on its budgets, in the order of their keys, each locked before it is read.

    `again` tells a booking apart from the one before, when an approved amount has changed.
    """
    wanted = _wanted(requisition, lines)
    for budget in _locked(b.pk for b in wanted):
        _admit(budget, wanted[budget], [requisition], by)
    for line, budget in zip(lines, budgets_of_lines(lines, requisition.cost_centre), strict=True):
        if budget and line.amount:
            source = f"requisition:{requisition.number}/{line.position}{again}"
            value = _value(budget, line.amount, requisition, line.tax_rate)
            _book(budget, EntryKind.PRE_COMMITMENT, value, line, source)


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
    found = budget_of_line(line, requisition.cost_centre)
    if found is None:
        return
    (budget,) = _locked([found.pk])
    if budget.entries.filter(kind=kind, source_key=source_key).exists():
        return
    value = _value(budget, amount, requisition, line.tax_rate if tax_rate is None else tax_rate)
    held = _open_of(budget, line)
    taken = consumed(EntryKind(kind), value[0], held, is_last=is_last)
    if kind == EntryKind.COMMITMENT:
        _admit(budget, value[0] - sum(taken.values(), ZERO), [requisition], by)
    for before, part in taken.items():
        _book(budget, before, (-part, -part), line, source_key)
    _book(budget, EntryKind(kind), value, line, source_key)


@transaction.atomic
def check_award(*, bundle: Bundle, amount: Decimal, currency: str, by: Any) -> None:
    """Check an award of a bundle against the budgets once more: what is above the estimates must be left there.

    The amount is laid on the lines as their estimates are. Books nothing; raises Refused.
    """
    lines = list(bundle.lines.select_related("requisition__cost_centre", "category").order_by("pk"))
    today = organisation_today()
    estimates = [convert(li.amount, li.requisition.currency, bundle.currency, today)[0] for li in lines]
    awarded = shares(convert(amount, currency, bundle.currency, today)[0], estimates, Decimal("0.01"))
    more: dict[Budget, Decimal] = {}
    of: dict[Budget, list[Requisition]] = {}
    for line, part in zip(lines, awarded, strict=True):
        budget = budget_of_line(line, line.requisition.cost_centre)
        if budget:
            value = budget_value(budget, part, bundle.currency, today, line.tax_rate)[0]
            held = sum((_open_of(budget, line).get(kind, ZERO) for kind in HELD), ZERO)
            more[budget] = more.get(budget, ZERO) + value - held
            of.setdefault(budget, []).append(line.requisition)
    for budget in _locked(b.pk for b in more):
        _admit(budget, more[budget], of[budget], by)


@transaction.atomic
def release_budget(*, line: RequisitionLine, source_key: str, by: Any) -> None:
    """Give back what a line still holds as approved or ordered (cancelled, closed short). A repeat changes nothing."""
    require(may_book_budget(by))
    found = budget_of_line(line, line.requisition.cost_centre)
    if found is None:
        return
    (budget,) = _locked([found.pk])
    held = _open_of(budget, line)
    for kind in HELD:
        if held.get(kind) and not budget.entries.filter(kind=kind, source_key=source_key).exists():
            _book(budget, kind, (-held[kind], -held[kind]), line, source_key)


@transaction.atomic
def restore_budget(*, line: RequisitionLine, source_key: str, by: Any) -> None:
    """Take back all that was booked for a line under a key, so that it stands as before. A repeat changes nothing."""
    require(may_book_budget(by))
    booked = list(BudgetEntry.objects.filter(line=line, source_key=source_key).order_by("pk"))
    found = budget_of_line(line, line.requisition.cost_centre)
    if not booked or found is None:
        return
    undone = f"undo:{source_key}"
    (budget,) = _locked([found.pk])  # where the line stands now: it may have been carried over meanwhile
    if budget.entries.filter(line=line, source_key=undone).exists():
        return
    for entry in booked:
        day = entry.amount if entry.day_amount is None else entry.day_amount
        _book(budget, entry.kind, (-entry.amount, -day), line, undone)


def _locked(keys: Iterable[int]) -> list[Budget]:
    rows = Budget.objects.select_for_update(of=("self",)).select_related("cost_centre").filter(pk__in=list(keys))
    return list(rows.order_by("pk"))


def _wanted(requisition: Requisition, lines: Any) -> dict[Budget, Decimal]:
    rows, wanted = list(lines), dict[Budget, Decimal]()
    for line, budget in zip(rows, budgets_of_lines(rows, requisition.cost_centre), strict=True):
        if budget:
            value = _value(budget, line.amount, requisition, line.tax_rate)[0]
            wanted[budget] = wanted.get(budget, ZERO) + value
    return wanted


def _admit(budget: Budget, wanted: Decimal, requisitions: Sequence[Requisition], by: Any) -> None:
    """Let the money be taken, or refuse; more than is left leaves a trace on the budget."""
    left = left_on(budget)
    _refuse_overspending(budget, wanted - _allowed(budget, requisitions))
    if wanted > left and wanted > 0 and _control(budget) != Control.IGNORE:
        numbers = ", ".join(sorted({r.number for r in requisitions}))
        record(BudgetExceeded(numbers, wanted, left, budget.currency), subject=budget, by=by)


def _refuse_overspending(budget: Budget, wanted: Decimal) -> None:
    left = left_on(budget)
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


def _allowed(budget: Budget, requisitions: Sequence[Requisition]) -> Decimal:
    """What the exception role lets these requests take beyond the budget."""
    rows = BudgetOverrun.objects.filter(budget=budget, requisition__in=requisitions)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def _value(
    budget: Budget, amount: Decimal, requisition: Requisition, tax_rate: Decimal | None
) -> tuple[Decimal, Decimal]:  # fmt: skip
    on = (requisition.submitted_at or database_now()).date()
    return budget_value(budget, amount, requisition.currency, on, tax_rate)


def _open_of(budget: Budget, line: RequisitionLine) -> Mapping[str, Decimal]:
    rows = budget.entries.filter(line=line).values("kind").annotate(total=Sum("amount"))
    return dict(rows.values_list("kind", "total"))


def _book(
    budget: Budget, kind: str, value: tuple[Decimal, Decimal], line: RequisitionLine | None, source_key: str
) -> None:  # fmt: skip
    BudgetEntry.objects.create(
        budget=budget, kind=kind, amount=value[0], day_amount=value[1], line=line, source_key=source_key,
        at=database_now(),
    )  # fmt: skip
