from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.rules import approval, budget, route
from srm.lifecycle.tables import Lifecycle, moves


class RequisitionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", _("Cancelled")
    DONE = "done", pgettext_lazy("status", "Done")


_R = RequisitionStatus
REQUISITION = Lifecycle(
    noun="procurement.requisition",
    statuses=RequisitionStatus,
    moves=moves(
        ("submit", (_R.DRAFT, _R.RETURNED), _R.SUBMITTED, _("Send for approval")),
        ("recall", _R.SUBMITTED, _R.DRAFT, _("Take back")),
        ("return", _R.SUBMITTED, _R.RETURNED, _("Return")),
        ("approve", _R.SUBMITTED, _R.APPROVED, _("Approve")),
        ("reject", _R.SUBMITTED, _R.REJECTED, _("Reject")),
        ("reapprove", _R.APPROVED, _R.SUBMITTED, _("Ask for approval again")),
        ("cancel", (_R.DRAFT, _R.RETURNED, _R.SUBMITTED, _R.APPROVED), _R.CANCELLED, pgettext_lazy("verb", "Cancel")),
        ("complete", _R.APPROVED, _R.DONE, _("Complete")),
        ("reopen", _R.DONE, _R.APPROVED, _("Open again")),
    ),
    tones={_R.SUBMITTED: "waiting", _R.RETURNED: "waiting", _R.APPROVED: "good", _R.REJECTED: "late", _R.DONE: "good"},
    path=(_R.DRAFT, _R.SUBMITTED, _R.APPROVED, _R.DONE),
)


class ApprovalStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    REJECTED = "rejected", _("Rejected")
    SKIPPED = "skipped", _("Not needed")


class PolicyFlag(models.TextChoices):
    """What makes a request need more than its amount does; frozen with the chain at submission."""

    URGENT = approval.Flag.URGENT.value, _("Urgent")
    SINGLE_SOURCE = approval.Flag.SINGLE_SOURCE.value, _("Single source")
    OVER_BUDGET = approval.Flag.OVER_BUDGET.value, _("Over budget")


class Route(models.TextChoices):
    """How an approved line is served; decided once."""

    STOCK = route.Route.STOCK.value, _("From stock")
    CONTRACT = route.Route.CONTRACT.value, _("Under contract")
    CATALOGUE = route.Route.CATALOGUE.value, _("From the catalogue")
    SMALL_PURCHASE = route.Route.SMALL_PURCHASE.value, _("Small purchase")
    SINGLE_SOURCE = route.Route.SINGLE_SOURCE.value, _("Single source")
    URGENT = route.Route.URGENT.value, _("Urgent, reviewed later")
    TENDER = route.Route.TENDER.value, _("Tender")


class PriceSource(models.TextChoices):
    CONTRACT = "contract", _("Contract")
    CATALOGUE = "catalogue", _("Catalogue")
    AWARD = "award", _("Awarded tender")
    HISTORY = "history", _("Last price")
    ESTIMATE = "estimate", _("Own estimate")


class LineStage(models.TextChoices):
    """The seven steps by which a requester follows his line."""

    ASKED = "asked", _("Asked")
    APPROVED = "approved", _("Approved")
    BUNDLED = "bundled", _("Bundled")
    IN_TENDER = "in_tender", _("In tender")
    CONTRACTED = "contracted", _("Contracted")
    ORDERED = "ordered", _("Ordered")
    RECEIVED = "received", _("Received")


class EntryKind(models.TextChoices):
    """What a booking does to a budget; each kind consumes the one before."""

    PRE_COMMITMENT = budget.EntryKind.PRE_COMMITMENT.value, _("Approved")
    COMMITMENT = budget.EntryKind.COMMITMENT.value, _("Ordered")
    ACCRUAL = budget.EntryKind.ACCRUAL.value, _("Received")
    ACTUAL = budget.EntryKind.ACTUAL.value, _("Spent")


class BudgetControl(models.TextChoices):
    """What happens when more is wanted than a budget has left."""

    STOP = budget.Control.STOP.value, _("Stop")
    WARN = budget.Control.WARN.value, _("Warn")
    IGNORE = budget.Control.IGNORE.value, _("Ignore")


class CarryOverDecision(models.TextChoices):
    WITH_MONEY = budget.CarryOver.WITH_MONEY.value, _("Carry over with its money")
    WITHOUT_MONEY = budget.CarryOver.WITHOUT_MONEY.value, _("Carry over at the next budget's cost")


class ReservationStatus(models.TextChoices):
    HELD = "held", _("Held")
    CONFIRMED = "confirmed", _("Confirmed")
    ISSUED = "issued", _("Issued")
    RELEASED = "released", _("Released")
