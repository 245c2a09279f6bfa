"""A contract in force changes by amendments only; what it said before stays readable."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from contracts.events import ContractAmended
from contracts.models import Contract, ContractAmendment
from contracts.policies.contract import may_manage_contract
from contracts.services.contract import KEEPERS_ONLY, lock_contract, need_reason
from contracts.services.signing import register_prices
from contracts.states import ContractStatus
from srm.authz import person, require
from srm.errors import Invalid, Refused
from srm.events.services import record

AMENDABLE = frozenset({"ends_on", "payment_days", "terms", "ceiling"})


@transaction.atomic
def amend_contract(*, contract: Contract, changes: dict[str, Any], reason: str, by: Any) -> ContractAmendment:
    """Change a contract in force, keeping what it said before. Records ContractAmended.

    Raises Invalid for fields that are not amended, a ceiling under what is called off, or without a reason.
    """
    contract = lock_contract(contract)
    require(may_manage_contract(by, contract), str(KEEPERS_ONLY))
    need_reason(reason)
    if contract.status != ContractStatus.ACTIVE:
        raise Refused(_("Only a contract in force is amended."), code="wrong_state")
    errors = {name: _("This cannot be changed.") for name in changes.keys() - AMENDABLE}
    if changes.get("ceiling", contract.ceiling) < contract.called_off:
        errors["ceiling"] = _("More than that is called off already.")
    if changes.get("ends_on", contract.ends_on) < contract.starts_on:
        errors["ends_on"] = _("It must end after it starts.")
    if errors:
        raise Invalid(errors)
    return _amend(contract, changes, reason, by)


def _amend(contract: Contract, changes: dict[str, Any], reason: str, by: Any) -> ContractAmendment:
    diff = {name: {"old": str(getattr(contract, name)), "new": str(value)} for name, value in changes.items()}
    for name, value in changes.items():
        setattr(contract, name, value)
    contract.save(update_fields=list(changes))
    last = contract.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = ContractAmendment.objects.create(
        contract=contract, number=last + 1, reason=reason, changes=diff, created_by=person(by)
    )
    register_prices(contract, by)
    record(ContractAmended(amendment.number, reason, sorted(changes)), subject=contract, by=by)
    return amendment
