"""A supplier's own life: entered, applying, confirmed by another, suspended, blocked."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.services import next_number
from suppliers.events import (
    SupplierApplied,
    SupplierBlocked,
    SupplierChanged,
    SupplierConfirmed,
    SupplierCreated,
    SupplierResumed,
    SupplierSuspended,
)
from suppliers.models import Supplier
from suppliers.policies.supplier import (
    may_block_supplier,
    may_confirm_supplier,
    may_create_supplier,
    may_edit_supplier,
)
from suppliers.queries import acts_for, look_alikes
from suppliers.rules.name import UnreadableName, clean_name
from suppliers.states import SUPPLIER

PROFILE = frozenset(
    {
        "name", "legal_name", "tax_id", "country", "city", "address", "email", "phone", "website", "currency",
        "owner", "is_own",
    }
)  # fmt: skip
OWN_PROFILE = PROFILE - {"owner", "is_own"}


@transaction.atomic
def create_supplier(*, name: str, by: Any, is_another: bool | None = None, **fields: Any) -> Supplier:
    """Enter a supplier as a prospect. Records SupplierCreated.

    Raises Invalid for a tax id that is in use, for invisible characters in the name, and, when `is_another` is False,
    for a name that reads like a known one; True says that a person has looked and it is another company.
    """
    require(may_create_supplier(by), _("Suppliers are entered by procurement."))
    fields["name"] = name
    _clean_names(fields)
    _check_profile(fields, PROFILE, None)
    if is_another is False and (alike := look_alikes(fields["name"])):
        names = ", ".join(f"{s.name} ({s.number})" for s in alike)
        raise Invalid({"name": _("Reads like %(names)s. Is it another company?") % {"names": names}})
    supplier = Supplier.objects.create(number=next_number("SU"), created_by=person(by), **fields)
    record(SupplierCreated(supplier.name), subject=supplier, by=by)
    return supplier


@transaction.atomic
def update_supplier(*, supplier: Supplier, by: Any, **fields: Any) -> Supplier:
    """Change the profile; his own people may not change what only we decide of him. Records SupplierChanged."""
    supplier = _locked(supplier)
    require(may_edit_supplier(by, supplier), _("Only procurement or the supplier's administrator may do this."))
    _clean_names(fields)
    _check_profile(fields, OWN_PROFILE if acts_for(by, supplier) else PROFILE, supplier)
    changed = [name for name, value in fields.items() if getattr(supplier, name) != value]
    for name in changed:
        setattr(supplier, name, fields[name])
    if changed:
        supplier.save(update_fields=changed)
        record(SupplierChanged(sorted(changed)), subject=supplier, by=by)
    return supplier


@transaction.atomic
def apply_supplier(*, supplier: Supplier, by: Any) -> Supplier:
    """The supplier's data are complete: he asks to be confirmed. Records SupplierApplied."""
    supplier = _locked(supplier)
    require(may_edit_supplier(by, supplier))
    missing = [f for f in ("legal_name", "tax_id", "country") if not getattr(supplier, f)]
    if missing:
        raise Invalid({name: _("Needed to apply.") for name in missing})
    SUPPLIER.perform(supplier, "apply")
    record(SupplierApplied(supplier.name), subject=supplier, by=by)
    return supplier


@transaction.atomic
def confirm_supplier(*, supplier: Supplier, by: Any) -> Supplier:
    """Admit the supplier; never by who entered him. Records SupplierConfirmed."""
    supplier = _locked(supplier)
    require(may_confirm_supplier(by, supplier), _("Another person than who entered the supplier confirms him."))
    SUPPLIER.perform(supplier, "confirm", confirmed_by=person(by), confirmed_at=database_now())
    record(SupplierConfirmed(supplier.name), subject=supplier, by=by)
    return supplier


@transaction.atomic
def suspend_supplier(*, supplier: Supplier, reason: str, by: Any) -> Supplier:
    """Stop new business for a time, with a reason. Records SupplierSuspended."""
    return _judge(supplier, "suspend", reason, SupplierSuspended, by)


@transaction.atomic
def resume_supplier(*, supplier: Supplier, reason: str, by: Any) -> Supplier:
    """Do business again. Records SupplierResumed."""
    return _judge(supplier, "resume", reason, SupplierResumed, by)


@transaction.atomic
def block_supplier(*, supplier: Supplier, reason: str, by: Any) -> Supplier:
    """End business for good; his people no longer get in. Records SupplierBlocked."""
    return _judge(supplier, "block", reason, SupplierBlocked, by)


def _judge(supplier: Supplier, verb: str, reason: str, event: type, by: Any) -> Supplier:
    supplier = _locked(supplier)
    require(may_block_supplier(by, supplier), _("Only category managers and the head of procurement may do this."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    SUPPLIER.perform(supplier, verb, status_reason=reason)
    record(event(reason), subject=supplier, by=by)
    return supplier


def _locked(supplier: Supplier) -> Supplier:
    return Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)


def _clean_names(fields: dict[str, Any]) -> None:
    """Store names as they are read: NFC, single spaces, nothing invisible that could pose as another company."""
    for field in ("name", "legal_name"):
        if field in fields:
            try:
                fields[field] = clean_name(str(fields[field]))
            except UnreadableName as error:
                raise Invalid({field: _("The name holds invisible characters: type it anew.")}) from error


def _check_profile(fields: dict[str, Any], allowed: frozenset[str], supplier: Supplier | None) -> None:
    errors = {name: _("This cannot be changed here.") for name in fields if name not in allowed}
    if "name" in fields and not str(fields["name"]).strip():
        errors["name"] = _("Give a name.")
    others = Supplier.objects.exclude(pk=supplier.pk if supplier else None)
    tax_id = fields.get("tax_id")
    country = fields.get("country", supplier.country if supplier else "")
    if tax_id and others.filter(tax_id__iexact=tax_id, country=country).exists():
        errors["tax_id"] = _("A supplier with this tax id is known already.")
    if errors:
        raise Invalid(errors)
