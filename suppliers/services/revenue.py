"""What we found of a supplier's yearly sales ourselves: in his accounts, in a register, in a report."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.errors import Invalid
from srm.events.services import record
from suppliers.events import RevenueStated, RevenueWithdrawn
from suppliers.models import Supplier, SupplierRevenue
from suppliers.policies.supplier import may_state_revenue
from suppliers.services.preference import pairs_of, revenue_faults, write_preferences, year_faults


@transaction.atomic
def state_revenue(
    *, supplier: Supplier, year: int, revenue: Decimal | None, by: Any, currency: str = "", found_in: str = ""
) -> SupplierRevenue | None:
    """Enter a supplier's sales of an ended year and where they were found; None takes the year's entry back.

    His own statement for the same year goes before it. His view of us is computed anew in all his categories.
    Records RevenueStated or RevenueWithdrawn. Raises Invalid at the field that is wrong.
    """
    supplier = Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)
    require(may_state_revenue(by), _("This is entered by procurement."))
    row = None
    if revenue is None:
        _withdraw(supplier, year, by)
    else:
        row = _state(supplier, year, revenue, currency, found_in, by)
    write_preferences(pairs=pairs_of(supplier))
    return row


def _state(
    supplier: Supplier, year: int, revenue: Decimal, currency: str, found_in: str, by: Any
) -> SupplierRevenue:  # fmt: skip
    errors = {**year_faults(year), **revenue_faults(revenue, currency)}
    if not found_in.strip():
        errors["found_in"] = _("Say where the figure is from.")
    if errors:
        raise Invalid(errors)
    told = {"revenue": revenue, "currency": currency, "found_in": found_in.strip(), "created_by": person(by)}
    row, _made = SupplierRevenue.objects.update_or_create(supplier=supplier, year=year, defaults=told)
    record(RevenueStated(year), subject=supplier, by=by)
    return row


def _withdraw(supplier: Supplier, year: int, by: Any) -> None:
    if not supplier.revenues.filter(year=year).delete()[0]:
        raise Invalid({"revenue": _("There is no figure of this year to take back: enter one.")})
    record(RevenueWithdrawn(year), subject=supplier, by=by)
