from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import BudgetRateSet
from procurement.models import BudgetRate
from procurement.policies.planning import may_set_budget
from srm.accounts.models import LegalEntity
from srm.authz import person, require
from srm.errors import Invalid
from srm.events.services import record


@transaction.atomic
def set_budget_rate(
    *, legal_entity: LegalEntity, currency: str, period_from: date, period_to: date, rate: Decimal, by: Any
) -> BudgetRate:
    """Fix at what rate a currency counts against a legal entity's budgets of a period. Records BudgetRateSet.

    What is booked already stays as it was booked.
    """
    require(may_set_budget(by), _("Budgets are set by finance."))
    errors = {}
    if currency == legal_entity.currency:
        errors["currency"] = _("This is the company's own currency.")
    if period_to < period_from:
        errors["period_to"] = _("The period ends before it begins.")
    if rate <= 0:
        errors["rate"] = _("Must be more than zero.")
    if errors:
        raise Invalid(errors)
    fields = {"period_to": period_to, "rate": rate}
    row, _created = BudgetRate.objects.update_or_create(
        legal_entity=legal_entity, currency=currency, period_from=period_from,
        defaults=fields, create_defaults={**fields, "created_by": person(by)},
    )  # fmt: skip
    record(BudgetRateSet(currency, rate), subject=row, by=by)
    return row
