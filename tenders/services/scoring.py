"""People give scores, each on his own sheet, and freeze them before a price can be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused, WrongState
from srm.events.services import record
from tenders.events import BidExcluded, BidReadmitted, ScoresFrozen
from tenders.models import Bid, Criterion, Score, ScoreSheet, Tender
from tenders.policies import may_exclude_bid, may_score
from tenders.queries.score import unfrozen_scorers
from tenders.services.locking import lock_bid, lock_tender
from tenders.states import BID, CriterionKind, TenderStatus


@dataclass(frozen=True)
class ScoreInput:
    """One value on the sheet."""

    bid: Bid
    criterion: Criterion
    value: Decimal
    comment: str = ""


@transaction.atomic
def save_scores(*, tender: Tender, scores: Sequence[ScoreInput], by: Any) -> ScoreSheet:
    """Keep a scorer's values; he may come back until he freezes. Raises Invalid outside a criterion's scale."""
    tender = _lock_for_scoring(tender, by)
    sheet = _open_sheet(tender, by)
    if faults := {path: fault for s in scores for path, fault in _faults(tender, s)}:
        raise Invalid(faults)
    for given in scores:
        values = {"value": given.value, "comment": given.comment}
        Score.objects.update_or_create(sheet=sheet, bid=given.bid, criterion=given.criterion, defaults=values)
    return sheet


@transaction.atomic
def freeze_scores(*, tender: Tender, by: Any) -> ScoreSheet:
    """Make a scorer's sheet final. Raises Invalid while a value is missing. Records ScoresFrozen."""
    tender = _lock_for_scoring(tender, by)
    sheet = _open_sheet(tender, by)
    missing = _missing(tender, sheet)
    if missing:
        raise Invalid({f"scores.{bid}.{code}": _("Give a score.") for bid, code in missing})
    sheet.frozen_at = database_now()
    sheet.save(update_fields=["frozen_at"])
    record(ScoresFrozen(tender.public_id, all_frozen=not unfrozen_scorers(tender)), subject=tender, by=by)
    return sheet


@transaction.atomic
def exclude_bid(*, bid: Bid, reason: str, by: Any) -> Bid:
    """Take an opened bid out of the comparison, with the reason that its bidder will read. Records BidExcluded."""
    bid = lock_bid(bid)
    require(may_exclude_bid(by, bid), _("Only the buyer or the chair excludes a bid."))
    if not reason.strip():
        raise Invalid({"reason": _("Give the reason: the bidder will read it.")})
    _refuse_unless_evaluating(bid.tender)
    BID.perform(bid, "exclude", excluded_reason=reason.strip())
    record(BidExcluded(bid.tender.public_id, bid.public_id, bid.excluded_reason), subject=bid, by=by)
    return bid


@transaction.atomic
def readmit_bid(*, bid: Bid, reason: str, by: Any) -> Bid:
    """Bring an excluded bid back. Refused when frozen sheets have no scores for it. Records BidReadmitted."""
    bid = lock_bid(bid)
    require(may_exclude_bid(by, bid), _("Only the buyer or the chair admits a bid."))
    if not reason.strip():
        raise Invalid({"reason": _("Give the reason.")})
    _refuse_unless_evaluating(bid.tender)
    if not bid.prices.exists() and bid.tender.asks_prices:
        raise Refused(_("The envelope could not be opened: there is nothing to admit."), code="broken")
    _refuse_unscored(bid)
    BID.perform(bid, "readmit", excluded_reason="")
    record(BidReadmitted(bid.tender.public_id, bid.public_id, reason.strip()), subject=bid, by=by)
    return bid


def _refuse_unscored(bid: Bid) -> None:
    wanted = bid.tender.criteria.filter(kind=CriterionKind.SCORED).count()
    for sheet in bid.tender.score_sheets.filter(frozen_at__isnull=False):
        if sheet.scores.filter(bid=bid).count() < wanted:
            raise Refused(_("A frozen score sheet has no scores for this bid."), code="frozen")


def _refuse_unless_evaluating(tender: Tender) -> None:
    if tender.status != TenderStatus.EVALUATION:
        raise WrongState(_("Bids are judged between the opening and the proposal of an award."))


def _lock_for_scoring(tender: Tender, by: Any) -> Tender:
    tender = lock_tender(tender)
    require(may_score(by, tender), _("Only members and technical scorers who have declared themselves score."))
    _refuse_unless_evaluating(tender)
    return tender


def _open_sheet(tender: Tender, by: Any) -> ScoreSheet:
    sheet, _new = ScoreSheet.objects.get_or_create(tender=tender, scorer=by, defaults={"created_by": by})
    if sheet.frozen_at is not None:
        raise WrongState(_("Your scores are frozen."))
    return sheet


def _faults(tender: Tender, given: ScoreInput) -> list[tuple[str, str]]:
    path = f"scores.{given.bid.public_id}.{given.criterion.code}"
    ours = given.bid.tender_id == given.criterion.tender_id == tender.pk
    if not ours or given.criterion.kind != CriterionKind.SCORED:
        return [(path, _("Not part of this tender."))]
    best = given.criterion.max_score or Decimal(0)
    if not 0 <= given.value <= best:
        return [(path, _("Between 0 and %(best)s.") % {"best": f"{best.normalize():f}"})]
    return []


def _missing(tender: Tender, sheet: ScoreSheet) -> list[tuple[str, str]]:
    given = set(sheet.scores.values_list("bid__public_id", "criterion__code"))
    bids = tender.bids.admitted().values_list("public_id", flat=True)
    codes = list(tender.criteria.filter(kind=CriterionKind.SCORED).values_list("code", flat=True))
    return [(bid, code) for bid in bids for code in codes if (bid, code) not in given]
