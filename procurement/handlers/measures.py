"""Fresh facts: what was delivered or imported, who is qualified, who is out of business."""

from typing import Any

from procurement.services import request_measurement_later
from srm.events.models import Event
from srm.events.registry import on
from srm.imports.events import ImportApplied
from suppliers.events import (
    QualificationDecided,
    SupplierBlocked,
    SupplierResumed,
    SupplierSuspended,
    SupplyRecorded,
    SupplyWithdrawn,
)

OF_FACTS = ("history",)


@on(SupplyRecorded, SupplyWithdrawn, QualificationDecided, SupplierBlocked, SupplierResumed, SupplierSuspended)
def measure_after_facts(event: Any, *, record: Event) -> None:
    """The portfolio is measured anew, once for all that comes within two minutes."""
    request_measurement_later()


@on(ImportApplied)
def measure_after_import(event: ImportApplied, *, record: Event) -> None:
    """History that was imported is fresh facts."""
    if event.kind in OF_FACTS:
        request_measurement_later()
