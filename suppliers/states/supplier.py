from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import Lifecycle, moves


class SupplierStatus(models.TextChoices):
    PROSPECT = "prospect", _("Prospect")
    APPLIED = "applied", _("Applied")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    BLOCKED = "blocked", _("Blocked")


_S = SupplierStatus
SUPPLIER = Lifecycle(
    noun="suppliers.supplier",
    statuses=SupplierStatus,
    moves=moves(
        ("apply", _S.PROSPECT, _S.APPLIED, _("Apply")),
        ("confirm", (_S.PROSPECT, _S.APPLIED), _S.ACTIVE, _("Confirm")),
        ("suspend", _S.ACTIVE, _S.SUSPENDED, _("Suspend")),
        ("resume", _S.SUSPENDED, _S.ACTIVE, _("Resume")),
        ("block", (_S.PROSPECT, _S.APPLIED, _S.ACTIVE, _S.SUSPENDED), _S.BLOCKED, _("Block")),
    ),
    tones={_S.APPLIED: "waiting", _S.ACTIVE: "good", _S.SUSPENDED: "waiting", _S.BLOCKED: "late"},
    path=(_S.PROSPECT, _S.APPLIED, _S.ACTIVE),
)


class MembershipRole(models.TextChoices):
    """What a supplier's person may do for his company: an admin also manages its people and profile."""

    ADMIN = "admin", _("Administrator")
    BIDDER = "bidder", _("Bidder")
    LOGISTICS = "logistics", _("Orders and deliveries")
    FINANCE = "finance", _("Invoices")


class InvitationStatus(models.TextChoices):
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Revoked")


class BankAccountStatus(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")
    RETIRED = "retired", _("No longer used")


_B = BankAccountStatus
BANK_ACCOUNT = Lifecycle(
    noun="suppliers.bankaccount",
    statuses=BankAccountStatus,
    moves=moves(
        ("confirm", _B.PROPOSED, _B.CONFIRMED, _("Confirm")),
        ("reject", _B.PROPOSED, _B.REJECTED, _("Reject")),
        ("retire", _B.CONFIRMED, _B.RETIRED, _("Retire")),
    ),
    tones={_B.PROPOSED: "waiting", _B.CONFIRMED: "good", _B.REJECTED: "late"},
    path=(_B.PROPOSED, _B.CONFIRMED),
)
