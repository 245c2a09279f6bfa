"""A bid is typed, sent and sealed. The database's clock, read after the lock, decides whether it came in time."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from srm.authz import require
from srm.calc.canonical import canonical_bytes
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.lifecycle.models import new_public_id
from suppliers.models import Supplier
from suppliers.states import SupplierStatus
from tenders.events import BidSubmitted, BidWithdrawn
from tenders.models import Bid, Tender
from tenders.policies import may_bid
from tenders.queries.asked import asked_of
from tenders.rules.content import Content, find_faults, read_content
from tenders.rules.padding import TooLarge
from tenders.services.locking import lock_tender
from tenders.services.receipt import sign_receipt
from tenders.services.sealing import BrokenEnvelope, seal, size_class, unseal
from tenders.states import BID, TenderStatus

FAULTS = {
    "no_price": gettext_lazy("Price at least one lot."),
    "line_missing": gettext_lazy("Price every line of a lot you bid for."),
    "days_missing": gettext_lazy("Say in how many days you deliver."),
    "days": gettext_lazy("Whole days, 0 to 3650."),
    "unknown": gettext_lazy("This line is not part of the tender."),
    "not_a_price": gettext_lazy("Not a price: digits with up to 6 decimals."),
    "not_positive": gettext_lazy("More than zero."),
    "yes_or_no": gettext_lazy("Answer yes or no."),
    "answer_missing": gettext_lazy("Write an answer."),
}


class TooLate(Refused):
    """The deadline had passed at `at` by the database's clock."""

    code = "too_late"

    def __init__(self, message: str, *, at: datetime) -> None:
        super().__init__(message)
        self.at = at


@transaction.atomic
def save_bid_draft(*, tender: Tender, supplier: Supplier, content: Any, by: Any) -> Bid:
    """Keep what the supplier has typed, encrypted; the buyer gets nothing. Raises TooLate; records nothing."""
    tender, now = _door(tender, supplier, by)
    bid, _new = Bid.objects.get_or_create(tender=tender, supplier=supplier, defaults={"created_by": by})
    bid.draft = _sealed(read_content(content), bid)
    bid.draft_saved_at = now
    bid.save(update_fields=["draft", "draft_saved_at"])
    return bid


@transaction.atomic
def submit_bid(*, tender: Tender, supplier: Supplier, by: Any, content: Any = None) -> Bid:
    """Seal and take in a bid (the draft, unless content is given), replacing an earlier one, against a signed receipt.

    Raises Invalid for gaps, TooLate at or after the deadline, Refused while the tender takes no bids. Records
    BidSubmitted on the bid, which names neither price nor bidder.
    """
    tender, now = _door(tender, supplier, by)
    bid, _new = Bid.objects.get_or_create(tender=tender, supplier=supplier, defaults={"created_by": by})
    given = read_content(content) if content is not None else read_draft(bid)
    if faults := dict(find_faults(given, asked_of(tender))):
        raise Invalid({path: str(FAULTS[what]) for path, what in faults.items()})
    sealed = _sealed(given, bid)
    number, fingerprint = new_public_id(), hashlib.sha256(sealed).hexdigest()
    receipt = sign_receipt(
        tender=tender, supplier=supplier, number=number, digest=fingerprint, at=now, size=size_class(sealed)
    )
    BID.perform(
        bid, "submit", sealed=sealed, draft=sealed, draft_saved_at=now, digest=fingerprint, submitted_at=now,
        submitted_by=by, receipt_number=number, receipt=receipt,
    )  # fmt: skip
    event = BidSubmitted(tender.public_id, bid.public_id, number, fingerprint, now)
    record(event, subject=bid, by=by)
    return bid


@transaction.atomic
def withdraw_bid(*, bid: Bid, by: Any) -> Bid:
    """Take a bid back before the deadline; the typed content stays with the supplier. Records BidWithdrawn."""
    tender, _now = _door(bid.tender, bid.supplier, by)
    bid = Bid.objects.select_related("supplier", "tender").get(pk=bid.pk)
    digest = bid.digest
    BID.perform(bid, "withdraw", sealed=b"", digest="", receipt={})
    record(BidWithdrawn(tender.public_id, bid.public_id, digest), subject=bid, by=by)
    return bid


def read_draft(bid: Bid) -> Content:
    """Return what the supplier typed last; empty when there is nothing or its key is gone. For his own eyes only."""
    if not bid.draft:
        return Content()
    try:
        return read_content(parse_content(unseal(bytes(bid.draft), key_id=bid.tender.key_id, context=context_of(bid))))
    except BrokenEnvelope:
        return Content()


def context_of(bid: Bid) -> str:
    """Return what binds an envelope to its tender and bidder."""
    return f"{bid.tender.public_id}/{bid.public_id}"


def parse_content(raw: bytes) -> Any:
    """Return the JSON that was sealed. Raises BrokenEnvelope."""
    try:
        return json.loads(raw)
    except ValueError as error:
        raise BrokenEnvelope("not JSON") from error


def _door(tender: Tender, supplier: Supplier, by: Any) -> tuple[Tender, datetime]:
    """Lock, authorise, then read the clock: whoever waited for the lock past the deadline is late."""
    tender = lock_tender(tender)
    invited = tender.invitations.filter(supplier=supplier).exists()
    require(invited and may_bid(by, supplier), _("Only the administrators and bidders of an invited supplier bid."))
    if supplier.status in (SupplierStatus.SUSPENDED, SupplierStatus.BLOCKED):
        raise Refused(_("Your company is suspended and cannot bid."), code="supplier_closed")
    if tender.status != TenderStatus.PUBLISHED:
        raise Refused(_("This tender takes no bids."), code="closed")
    now = database_now()
    if now >= tender.bids_until:
        raise TooLate(_("Too late: the deadline has passed by our clock. Nothing was received."), at=now)
    return tender, now


def _sealed(content: Content, bid: Bid) -> bytes:
    try:
        raw = canonical_bytes(content.as_plain())
        return seal(raw, public_key=bid.tender.public_key, context=context_of(bid))
    except TooLarge:
        raise Invalid({"note": _("The bid is too large. Shorten the texts.")}) from None
