"""The decision on a lot: proposed by the buyer, approved by another, answered by the winner."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.services import settle_award
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from suppliers.states import SupplierStatus
from tenders.events import AwardAccepted, AwardProposed, AwardRefused, AwardReturned, LotAwarded
from tenders.models import Award, Bid, Evaluation, Lot, Tender
from tenders.policies import may_accept_award, may_approve_award, may_propose_award
from tenders.queries.approval import WHO
from tenders.queries.award import undecided_lots
from tenders.queries.price import Offer, lot_offers
from tenders.services.letter import write_letters
from tenders.services.locking import lock_award, lock_lot
from tenders.services.sourcing import close_bundle_of, take_saving_back, tell_saving
from tenders.states import AWARD, TENDER, AwardStatus, TenderStatus

PROPOSING = (TenderStatus.EVALUATION, TenderStatus.DECISION)


@transaction.atomic
def propose_award(*, lot: Lot, bid: Bid, justification: str, by: Any) -> Award:
    """Propose a ranked bid for a lot. Raises Refused without a current ranking, for a bid out of it, for a winner who
    refused, or for a supplier who is not confirmed; Invalid without a justification. Records AwardProposed.
    """
    lot = lock_lot(lot)
    tender = lot.tender
    require(may_propose_award(by, tender), _("Only the buyer of this tender proposes an award."))
    evaluation = _check_proposal(lot, bid, justification)
    offer = _offer_of(lot, bid, evaluation)
    if tender.status == TenderStatus.EVALUATION:
        TENDER.perform(tender, "propose")
    award = Award.objects.create(
        lot=lot, bid=bid, supplier=bid.supplier, evaluation=evaluation, amount=offer.total, currency=tender.currency,
        justification=justification.strip(), prices=_prices(offer), created_by=by,
    )  # fmt: skip
    event = AwardProposed(
        tender.public_id, lot.public_id, award.public_id, bid.public_id, award.amount, award.currency,
        award.justification,
    )  # fmt: skip
    record(event, subject=evaluation, by=by)
    return award


@transaction.atomic
def approve_award(*, award: Award, by: Any, comment: str = "") -> Award:
    """Decide. All bidders of the lot get their letters; the tender is awarded with its last lot.

    A request behind the lot that now costs more than the tolerance beyond what was approved waits for approval again.
    Raises NotPermitted for the buyer, the proposer and whom the tender's approval level does not name; Refused when it
    is above the estimates and the budgets have not that much left. Records LotAwarded.
    """
    award = lock_award(award)
    tender = award.lot.tender
    require(may_approve_award(by, award), _not_yours(tender))
    if award.lot.bundle:
        settle_award(
            bundle=award.lot.bundle, amount=award.amount, currency=award.currency, reference=tender.number, by=by
        )
    now = database_now()
    until = now + timedelta(days=tender.standstill_days) if tender.standstill_days else None
    AWARD.perform(
        award, "approve", decided_by=by, decided_at=now, decision_comment=comment.strip(), standstill_until=until
    )
    if not undecided_lots(tender):
        TENDER.perform(tender, "award")
    write_letters(award)
    tell_saving(award, by)
    event = LotAwarded(
        award.pk, award.public_id, tender.public_id, award.lot.public_id, award.supplier.public_id, award.amount,
        award.currency, until, award.decision_comment,
    )  # fmt: skip
    record(event, subject=award.evaluation, by=by)
    return award


@transaction.atomic
def return_award(*, award: Award, comment: str, by: Any) -> Award:
    """Send a proposal back to the buyer with what is wrong. Records AwardReturned."""
    award = lock_award(award)
    require(may_approve_award(by, award), _("Only who may approve an award returns it."))
    if not comment.strip():
        raise Invalid({"comment": _("Say what should be looked at again.")})
    AWARD.perform(award, "return", decided_by=by, decided_at=database_now(), decision_comment=comment.strip())
    _back_to_evaluation(award.lot.tender)
    record(
        AwardReturned(award.lot.tender.public_id, award.public_id, award.decision_comment),
        subject=award.evaluation,
        by=by,
    )
    return award


@transaction.atomic
def accept_award(*, award: Award, by: Any) -> Award:
    """The winner accepts, after the standstill; what was bundled is bought. Records AwardAccepted."""
    award = lock_award(award)
    require(may_accept_award(by, award), _("Only the winner's administrators and bidders answer."))
    _refuse_standstill(award, database_now())
    AWARD.perform(award, "accept")
    close_bundle_of(award.lot)
    event = AwardAccepted(
        award.pk, award.public_id, award.lot.tender.public_id, award.lot.public_id, award.supplier.public_id
    )
    record(event, subject=award.evaluation, by=by)
    return award


@transaction.atomic
def refuse_award(*, award: Award, reason: str, by: Any) -> Award:
    """The winner refuses with a reason: the lot is open again, for the next in the ranking. Records AwardRefused."""
    award = lock_award(award)
    tender = award.lot.tender
    require(may_accept_award(by, award), _("Only the winner's administrators and bidders answer."))
    if not reason.strip():
        raise Invalid({"reason": _("Tell the buyer why.")})
    AWARD.perform(award, "refuse", refusal_reason=reason.strip())
    take_saving_back(award)
    if tender.status == TenderStatus.AWARDED:
        TENDER.perform(tender, "reopen")
    else:
        _back_to_evaluation(tender)
    event = AwardRefused(
        award.pk, award.public_id, tender.public_id, award.lot.public_id, award.supplier.public_id,
        award.refusal_reason,
    )  # fmt: skip
    record(event, subject=award.evaluation, by=by)
    return award


def _not_yours(tender: Tender) -> str:
    return _("This award is approved by %(who)s, never by its buyer.") % {"who": WHO[tender.approval_level]}


def _check_proposal(lot: Lot, bid: Bid, justification: str) -> Evaluation:
    if lot.tender.status not in PROPOSING:
        raise Refused(_("An award is proposed after the comparison."), code="wrong_state")
    evaluation = lot.evaluations.filter(is_current=True).first()
    if evaluation is None or not evaluation.result["ranking"]:
        raise Refused(_("Compare the bids first."), code="not_evaluated")
    if bid.public_id not in {row["id"] for row in evaluation.result["ranking"]}:
        raise Refused(_("This bid is not in the ranking."), field="bid", code="not_ranked")
    if lot.awards.active().exists():
        raise Refused(_("An award is already proposed or given for this lot."), code="active_award")
    if lot.awards.filter(bid=bid, status=AwardStatus.REFUSED).exists():
        raise Refused(_("This bidder has refused the award."), field="bid", code="refused_before")
    if bid.supplier.status != SupplierStatus.ACTIVE:
        message = _("%(supplier)s is not a confirmed supplier yet. Confirm the company before the award.")
        raise Refused(message % {"supplier": bid.supplier.name}, field="bid", code="supplier_not_confirmed")
    if not justification.strip():
        raise Invalid({"justification": _("Say why this bid wins.")})
    return evaluation


def _offer_of(lot: Lot, bid: Bid, evaluation: Evaluation) -> Offer:
    offer = next((o for o in lot_offers(lot) if o.bid.pk == bid.pk), None)
    judged = {row["id"]: row["price"] for row in evaluation.input["bids"]}
    if offer is None or judged[bid.public_id] != f"{offer.total.normalize():f}":
        raise Refused(_("The bids have changed since the comparison. Compare again."), code="outdated")
    return offer


def _prices(offer: Offer) -> list[dict[str, str]]:
    return [
        {
            "lot_item": line.id, "quantity": f"{line.quantity:f}", "unit_price": f"{line.unit_price:f}",
            "amount": f"{line.amount:f}",
        }
        for line in offer.lines
    ]  # fmt: skip


def _refuse_standstill(award: Award, now: datetime) -> None:
    if award.status == AwardStatus.APPROVED and award.standstill_until and now < award.standstill_until:
        raise Refused(_("The award can be accepted when the standstill is over."), code="standstill")


def _back_to_evaluation(tender: Tender) -> None:
    # Other lots may stand proposed or awarded: then the tender stays where it is, and this lot is proposed anew.
    standing = [AwardStatus.PROPOSED, AwardStatus.APPROVED, AwardStatus.ACCEPTED]
    if not tender.lots.filter(awards__status__in=standing).exists():
        TENDER.perform(tender, "return")
