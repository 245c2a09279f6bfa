"""Publication: from here on the rules stand, and bids can be sealed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.queries.proposal import approval_for
from srm.authz import require
from srm.calc.canonical import digest
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from tenders.events import TenderPublished
from tenders.models import Criterion, Lot, LotItem, Tender
from tenders.policies import may_edit_tender
from tenders.queries.approval import categories_of
from tenders.queries.publication import check_list
from tenders.services.dates import check_dates
from tenders.services.locking import lock_tender
from tenders.services.sealing import make_tender_key
from tenders.services.sourcing import tell_lines_in_tender
from tenders.states import TENDER, Sealing


@transaction.atomic
def publish_tender(*, tender: Tender, by: Any) -> Tender:
    """Freeze lots, criteria, dates, rules and who approves the award; make the tender's key; let the invited in.

    Raises Invalid with every unmet point of the check list. Records TenderPublished with the digest of what was frozen.
    """
    tender = lock_tender(tender)
    require(may_edit_tender(by, tender), _("Only the buyer of this tender publishes it."))
    now = database_now()
    unmet = {check.key: str(check.fault) for check in check_list(tender, now) if not check.holds}
    if unmet:
        raise Invalid(unmet)
    check_dates(tender, now)
    if tender.sealing != Sealing.SIMPLE:
        raise Refused(_("Committee sealing is not available here yet."), field="sealing", code="sealing")
    frozen, approval = _frozen(tender), approval_for(categories_of(tender))
    key_id, public_key = make_tender_key()
    questions_until = tender.questions_until or tender.bids_until
    TENDER.perform(
        tender, "publish", published_at=now, frozen=frozen, key_id=key_id, public_key=public_key,
        questions_until=questions_until, approval_level=approval.level, approval_source=approval.source,
    )  # fmt: skip
    tender.invitations.update(invited_at=now)
    tell_lines_in_tender(tender, by)
    event = TenderPublished(
        tender.public_id, tender.number, tender.bids_until, digest(frozen), approval.level, approval.source
    )
    record(event, subject=tender, by=by)
    return tender


def _frozen(tender: Tender) -> dict[str, Any]:
    """What was promised to bidders, as plain values."""
    return {
        "kind": tender.kind, "title": tender.title, "description": tender.description, "currency": tender.currency,
        "method": tender.method, "price_formula": tender.price_formula, "minimum_bidders": tender.minimum_bidders,
        "standstill_days": tender.standstill_days, "sealing": tender.sealing, "auction_format": tender.auction_format,
        "auction_rules": tender.auction_rules, "bids_until": tender.bids_until.isoformat(),
        "questions_until": (tender.questions_until or tender.bids_until).isoformat(),
        "criteria": [_criterion(c) for c in tender.criteria.all()],
        "lots": [_lot(lot) for lot in tender.lots.prefetch_related("items")],
    }  # fmt: skip


def _criterion(criterion: Criterion) -> dict[str, Any]:
    numbers = {name: getattr(criterion, name) for name in ("weight", "max_score", "min_score")}
    given = {name: str(value) for name, value in numbers.items() if value is not None}
    return {
        "code": criterion.code,
        "name": criterion.name,
        "kind": criterion.kind,
        "aggregate": criterion.aggregate,
        **given,
    }


def _lot(lot: Lot) -> dict[str, Any]:
    return {"id": lot.public_id, "number": lot.number, "title": lot.title, "items": [_item(i) for i in lot.items.all()]}


def _item(item: LotItem) -> dict[str, Any]:
    return {
        "id": item.public_id, "description": item.description, "quantity": str(item.quantity), "unit": item.unit_id
    }  # fmt: skip
