"""Bank accounts: who enters or changes one never confirms it (the oldest fraud in purchasing)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum import iban as iban_check

from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid
from srm.events.services import record
from suppliers.events import BankAccountConfirmed, BankAccountProposed, BankAccountRejected
from suppliers.models import BankAccount, Supplier
from suppliers.policies.supplier import may_confirm_bank_account, may_propose_bank_account
from suppliers.states import BANK_ACCOUNT, BankAccountStatus


@transaction.atomic
def propose_bank_account(*, supplier: Supplier, iban: str, currency: str, by: Any, bank_name: str = "") -> BankAccount:
    """Enter an account; it is used only once confirmed. Records BankAccountProposed. Raises Invalid on a wrong IBAN."""
    require(may_propose_bank_account(by, supplier), _("Only finance may enter bank accounts."))
    compact = iban.replace(" ", "").upper()
    if compact[:2].isalpha() and not iban_check.is_valid(compact):
        raise Invalid({"iban": _("This IBAN is not right: check the digits.")})
    account = BankAccount.objects.create(
        supplier=supplier, iban=compact, bank_name=bank_name, currency=currency, created_by=person(by)
    )
    record(BankAccountProposed(compact[-4:]), subject=supplier, by=by)
    return account


@transaction.atomic
def confirm_bank_account(*, account: BankAccount, by: Any) -> BankAccount:
    """Use this account from now on; the one before it in the same currency retires. Records BankAccountConfirmed."""
    account = BankAccount.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=account.pk)
    require(may_confirm_bank_account(by, account), _("Another person than who entered the account confirms it."))
    used = account.supplier.bank_accounts.filter(currency=account.currency, status=BankAccountStatus.CONFIRMED)
    for old in used.select_for_update(of=("self",)):
        BANK_ACCOUNT.perform(old, "retire")
    BANK_ACCOUNT.perform(account, "confirm", decided_by=by, decided_at=database_now())
    record(BankAccountConfirmed(account.iban[-4:]), subject=account.supplier, by=by)
    return account


@transaction.atomic
def reject_bank_account(*, account: BankAccount, reason: str, by: Any) -> BankAccount:
    """Do not use this account, with a reason. Records BankAccountRejected."""
    account = BankAccount.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=account.pk)
    require(may_confirm_bank_account(by, account), _("Another person than who entered the account decides."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    BANK_ACCOUNT.perform(account, "reject", decided_by=by, decided_at=database_now(), reason=reason)
    record(BankAccountRejected(account.iban[-4:], reason), subject=account.supplier, by=by)
    return account
