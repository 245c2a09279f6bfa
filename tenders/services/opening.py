"""The act of opening: after the deadline, once, every envelope against the fingerprint in its receipt."""

import hashlib
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from tenders.events import BidsOpened, FewBidsAccepted
from tenders.models import Bid, BidAnswer, BidPrice, Criterion, LotItem, Tender
from tenders.policies import may_edit_tender, may_open_bids
from tenders.rules.content import Content, read_content
from tenders.services.bid import context_of, parse_content
from tenders.services.locking import lock_tender
from tenders.services.receipt import receipt_holds
from tenders.services.sealing import BrokenEnvelope, size_class, unseal
from tenders.states import BID, TENDER, BidStatus, TenderStatus


@transaction.atomic
def open_bids(*, tender: Tender, by: Any) -> Tender:
    """Open every bid that was sent, check it against its receipt, and write the opening protocol.

    Raises Refused before the deadline, WrongState the second time. A damaged envelope is opened as excluded, with the
    reason in the protocol. Records BidsOpened.
    """
    tender = lock_tender(tender)
    require(may_open_bids(by, tender), _("Bids are opened by the buyer or by a member who has declared himself."))
    now = database_now()
    if tender.status == TenderStatus.PUBLISHED and now < tender.bids_until:
        raise Refused(_("Bids are sealed until the deadline."), code="too_early")
    TENDER.perform(tender, "open", opened_at=now, opened_by=by)
    bids = list(
        tender.bids.filter(status=BidStatus.SUBMITTED).select_related("supplier").order_by("submitted_at", "pk")
    )
    items = {item.public_id: item for item in LotItem.objects.filter(lot__tender=tender)}
    criteria = {criterion.code: criterion for criterion in tender.criteria.all()}
    for bid in bids:
        bid.tender = tender
    rows = [_open(number, bid, items, criteria) for number, bid in enumerate(bids, start=1)]
    protocol = {
        "tender": tender.number, "bids_until": tender.bids_until.isoformat(), "opened_at": now.isoformat(),
        "opened_by": by.name, "sealing": tender.sealing, "bids": rows,
        "withdrawn": tender.bids.filter(status=BidStatus.WITHDRAWN).count(),
    }  # fmt: skip
    tender.opening_protocol = protocol
    tender.save(update_fields=["opening_protocol"])
    event = BidsOpened(tender.public_id, tender.number, len(bids), [bid.digest for bid in bids])
    record(event, subject=tender, by=by)
    return tender


@transaction.atomic
def accept_few_bids(*, tender: Tender, reason: str, by: Any) -> Tender:
    """Go on although fewer bids came than the tender asked for, with a reason. Records FewBidsAccepted."""
    tender = lock_tender(tender)
    require(may_edit_tender(by, tender), _("Only the buyer of this tender decides to go on."))
    if tender.status != TenderStatus.EVALUATION:
        raise Refused(_("There is nothing to decide here."), code="wrong_state")
    if not reason.strip():
        raise Invalid({"reason": _("Say why the tender goes on with so few bids.")})
    admitted = tender.bids.admitted().count()
    if not admitted:
        raise Refused(_("There is no bid to go on with. Close the tender without award."), code="no_bids")
    tender.few_bids_reason = reason.strip()
    tender.save(update_fields=["few_bids_reason"])
    record(FewBidsAccepted(tender.public_id, admitted, tender.few_bids_reason), subject=tender, by=by)
    return tender


def _open(number: int, bid: Bid, items: dict[str, LotItem], criteria: dict[str, Criterion]) -> dict[str, Any]:
    sealed = bytes(bid.sealed)
    content, fault = _content(bid, sealed)
    BID.perform(bid, "open", note=content.note)
    if fault:
        BID.perform(bid, "exclude", excluded_reason=fault)
    else:
        _write_content(bid, content, items, criteria)
    return {
        "envelope": number, "bid": bid.public_id, "supplier": bid.supplier.name, "receipt": bid.receipt_number,
        "submitted_at": bid.submitted_at.isoformat(), "sha256": hashlib.sha256(sealed).hexdigest(),
        "size": size_class(sealed), "matches": not fault, "fault": fault,
    }  # fmt: skip


def _content(bid: Bid, sealed: bytes) -> tuple[Content, str]:
    """Return what the envelope says, or an empty content and why it cannot count."""
    receipt = bid.receipt
    if hashlib.sha256(sealed).hexdigest() != receipt.get("sha256") or not receipt_holds(receipt):
        return Content(), _("The envelope does not match its receipt.")
    try:
        return read_content(parse_content(unseal(sealed, key_id=bid.tender.key_id, context=context_of(bid)))), ""
    except BrokenEnvelope:
        return Content(), _("The envelope cannot be opened.")


def _write_content(bid: Bid, content: Content, items: dict[str, LotItem], criteria: dict[str, Criterion]) -> None:
    BidPrice.objects.bulk_create(
        BidPrice(bid=bid, lot_item=items[key], unit_price=Decimal(price), delivery_days=content.days.get(key))
        for key, price in content.prices.items()
    )
    BidAnswer.objects.bulk_create(
        BidAnswer(bid=bid, criterion=criteria[code], passes=given["passes"], text=given["text"])
        for code, given in content.answers.items()
        if code in criteria
    )
