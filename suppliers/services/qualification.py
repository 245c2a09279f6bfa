from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.documents.services import attach_file
from srm.documents.states import Audience
from srm.errors import Invalid, WrongState
from srm.events.services import record
from srm.reference.models import Category
from suppliers.events import CertificateAdded, CertificateReplaced, QualificationDecided, QualificationRequested
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
    expires_on: date | None = None, file: UploadedFile | None = None,
) -> Certificate:  # fmt: skip
    """Note a document the supplier holds, with its file. Records CertificateAdded."""
    require(may_edit_supplier(by, supplier))
    if issued_on and expires_on and expires_on <= issued_on:
        raise Invalid({"expires_on": _("It must end after it was issued.")})
    if not name.strip():
        raise Invalid({"name": _("Give a name.")})
    certificate = Certificate.objects.create(
        supplier=supplier, name=name, number=number, issued_on=issued_on, expires_on=expires_on,
        created_by=person(by),
    )  # fmt: skip
    record(CertificateAdded(name, expires_on), subject=supplier, by=by)
    if file:
        attach_file(subject=certificate, upload=file, by=by, audience=Audience.SUPPLIER)
    return certificate


@transaction.atomic
def replace_certificate(
    *, certificate: Certificate, expires_on: date | None, by: Any, number: str = "", issued_on: date | None = None,
    file: UploadedFile | None = None,
) -> Certificate:  # fmt: skip
    """Put a newer document in the place of one that ends; the old one stays in the record.

    Records CertificateReplaced. Raises WrongState when it has been replaced already.
    """
    old = Certificate.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=certificate.pk)
    require(may_edit_supplier(by, old.supplier))
    if old.replaced_by_id:
        raise WrongState(_("A newer one is there already."))
    if expires_on and expires_on < organisation_today():
        raise Invalid({"expires_on": _("This day is in the past.")})
    if issued_on and expires_on and expires_on <= issued_on:
        raise Invalid({"expires_on": _("It must end after it was issued.")})
    new = Certificate.objects.create(
        supplier=old.supplier, name=old.name, number=number, issued_on=issued_on, expires_on=expires_on,
        created_by=person(by),
    )  # fmt: skip
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    record(CertificateReplaced(old.name, expires_on), subject=old.supplier, by=by)
    if file:
        attach_file(subject=new, upload=file, by=by, audience=Audience.SUPPLIER)
    return new


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
