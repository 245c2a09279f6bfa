"""What either side owes under a contract by a day."""

from datetime import date
from typing import Any

from django.db import transaction

from contracts.events import ObligationAdded, ObligationDone
from contracts.models import Contract, Obligation
from contracts.policies.contract import may_complete_obligation, may_manage_contract
from contracts.services.contract import KEEPERS_ONLY
from contracts.states import ObligationStatus
from srm.authz import person, require
from srm.clock import database_now
from srm.events.services import record


@transaction.atomic
def add_obligation(*, contract: Contract, title: str, side: str, due_on: date, by: Any) -> Obligation:
    """Note what one side owes by a day. Records ObligationAdded."""
    require(may_manage_contract(by, contract), str(KEEPERS_ONLY))
    obligation = Obligation.objects.create(
        contract=contract, title=title, side=side, due_on=due_on, created_by=person(by)
    )
    record(ObligationAdded(title, due_on), subject=contract, by=by)
    return obligation


@transaction.atomic
def complete_obligation(*, obligation: Obligation, by: Any) -> Obligation:
    """Tick it off; a second time changes nothing. Records ObligationDone."""
    obligation = (
        Obligation.objects.select_for_update(of=("self",)).select_related("contract__supplier").get(pk=obligation.pk)
    )
    require(may_complete_obligation(by, obligation))
    if obligation.status == ObligationStatus.OPEN:
        obligation.status, obligation.done_at = ObligationStatus.DONE, database_now()
        obligation.save(update_fields=["status", "done_at"])
        record(ObligationDone(obligation.title), subject=obligation.contract, by=by)
    return obligation
