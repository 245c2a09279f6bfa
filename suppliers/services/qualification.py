from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category
from suppliers.events import CertificateAdded, QualificationDecided, QualificationRequested
from suppliers.models import Certificate, Qualification, Supplier
from suppliers.policies.supplier import may_edit_supplier, may_qualify_supplier, may_request_qualification
from suppliers.states import QUALIFICATION


@transaction.atomic
def request_qualification(*, supplier: Supplier, category: Category, by: Any) -> Qualification:
    """Ask to be found capable of a category; asking twice changes nothing. Records QualificationRequested."""
    require(may_request_qualification(by, supplier))
    qualification, created = Qualification.objects.get_or_create(
        supplier=supplier, category=category, defaults={"created_by": person(by)}
    )
    if created:
        record(QualificationRequested(category.code), subject=supplier, by=by)
    return qualification


@transaction.atomic
def qualify_supplier(
    *, qualification: Qualification, by: Any, valid_until: date | None = None, note: str = ""
) -> Qualification:
    """Find the supplier capable, until a day. Records QualificationDecided. Raises Invalid for a day in the past."""
    if valid_until and valid_until < organisation_today():
        raise Invalid({"valid_until": _("This day is in the past.")})
    return _decide(qualification, "qualify", by, valid_until, note)


@transaction.atomic
def reject_qualification(*, qualification: Qualification, note: str, by: Any) -> Qualification:
    """Find him not capable, with a reason. Records QualificationDecided."""
    if not note.strip():
        raise Invalid({"note": _("Say why.")})
    return _decide(qualification, "reject", by, None, note)


@transaction.atomic
def add_certificate(
    *, supplier: Supplier, name: str, by: Any, number: str = "", issued_on: date | None = None,
    expires_on: date | None = None,
) -> Certificate:  # fmt: skip
    """Note a document the supplier holds. Records CertificateAdded."""
    require(may_edit_supplier(by, supplier))
    if issued_on and expires_on and expires_on <= issued_on:
        raise Invalid({"expires_on": _("It must end after it was issued.")})
    certificate = Certificate.objects.create(
        supplier=supplier, name=name, number=number, issued_on=issued_on, expires_on=expires_on,
        created_by=person(by),
    )  # fmt: skip
    record(CertificateAdded(name, expires_on), subject=supplier, by=by)
    return certificate


def _decide(qualification: Qualification, verb: str, by: Any, valid_until: date | None, note: str) -> Qualification:
    rows = Qualification.objects.select_for_update(of=("self",)).select_related("supplier", "category")
    qualification = rows.get(pk=qualification.pk)
    require(may_qualify_supplier(by, qualification.supplier), _("Only category managers may decide this."))
    QUALIFICATION.perform(
        qualification, verb, decided_by=person(by), decided_at=database_now(), valid_until=valid_until, note=note
    )
    event = QualificationDecided(qualification.category.code, qualification.status, valid_until, note)
    record(event, subject=qualification.supplier, by=by)
    return qualification
