"""What follows from a supplier's events: the invitation's mail, and who is told."""

from typing import Any

from django.urls import reverse

from srm.accounts.models import User
from srm.accounts.queries import people_with_role
from srm.accounts.states import Role
from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.reference.models import Category
from suppliers.events import (
    BankAccountConfirmed,
    BankAccountProposed,
    BankAccountRejected,
    QualificationDecided,
    SupplierApplied,
    SupplierConfirmed,
    SupplierInvited,
)
from suppliers.models import Supplier
from suppliers.queries.supplier import people_of
from suppliers.services import mail_invitation
from suppliers.states import BankAccountStatus, QualificationStatus


@on(SupplierInvited)
def send_invitation(event: SupplierInvited, *, record: Event) -> None:
    """The link goes out after the commit; a repeat sends nothing."""
    mail_invitation(event.invitation_id)


@on(SupplierApplied)
def tell_category_managers(event: SupplierApplied, *, record: Event) -> None:
    supplier = Supplier.objects.get(pk=record.subject_id)
    tell_us(people_with_role(Role.CATEGORY_MANAGER), "suppliers.applied", supplier, record)


@on(BankAccountProposed)
def ask_finance(event: BankAccountProposed, *, record: Event) -> None:
    supplier = Supplier.objects.get(pk=record.subject_id)
    others = [p for p in people_with_role(Role.FINANCE) if p.pk != record.by_id]
    tell_us(others, "suppliers.account_proposed", supplier, record)


@on(SupplierConfirmed)
def tell_confirmed(event: SupplierConfirmed, *, record: Event) -> None:
    tell_them(Supplier.objects.get(pk=record.subject_id), "suppliers.confirmed", record)


@on(QualificationDecided)
def tell_qualification(event: QualificationDecided, *, record: Event) -> None:
    category = Category.objects.filter(code=event.category).first()
    params = {
        "category": str(category or event.category), "note": event.note,
        "decision": str(QualificationStatus(event.status).label),
    }  # fmt: skip
    tell_them(Supplier.objects.get(pk=record.subject_id), "suppliers.qualified", record, **params)


@on(BankAccountConfirmed, BankAccountRejected)
def tell_account(event: BankAccountConfirmed | BankAccountRejected, *, record: Event) -> None:
    is_rejected = isinstance(event, BankAccountRejected)
    status = BankAccountStatus.REJECTED if is_rejected else BankAccountStatus.CONFIRMED
    params = {"end": event.iban_end, "decision": str(status.label), "reason": getattr(event, "reason", "")}
    tell_them(Supplier.objects.get(pk=record.subject_id), "suppliers.account_decided", record, **params)


def tell_us(people: Any, kind: str, supplier: Supplier, record: Event, **params: Any) -> None:
    """Tell our own people of a supplier."""
    notify(
        recipients=people, kind=kind, subject=supplier, url=supplier.get_absolute_url(), event=record,
        params={"name": supplier.name, **params},
    )  # fmt: skip


def tell_them(supplier: Supplier, kind: str, record: Event, **params: Any) -> None:
    """Tell the supplier's people of their company."""
    people: list[User] = people_of(supplier)
    url = reverse("suppliers:portal-company")
    notify(recipients=people, kind=kind, subject=supplier, url=url, event=record, params=params)
