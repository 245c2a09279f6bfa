"""A lot's bids are compared by the published calculation; input and result are kept for anyone to repeat it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.calc.protocol import seal_data
from srm.calc.run import calculate_data
from srm.errors import Refused, WrongState
from srm.events.services import record
from srm.money.exact import CalcError
from tenders.events import LotEvaluated
from tenders.models import Evaluation, Lot, Tender
from tenders.policies import may_evaluate_lot
from tenders.queries.evaluation import score_input
from tenders.queries.score import unfrozen_scorers
from tenders.services.locking import lock_lot
from tenders.states import TenderStatus


@transaction.atomic
def evaluate_lot(*, lot: Lot, by: Any) -> Evaluation:
    """Compare a lot's admitted bids, by the auction's last prices where there was one. Replaces the current evaluation.

    Raises Refused before all scores are frozen, with no bid, or with fewer than asked for and nobody's decision to go
    on. Records LotEvaluated with the hashes of input and result.
    """
    lot = lock_lot(lot)
    tender = lot.tender
    require(may_evaluate_lot(by, tender), _("Only the buyer or the chair compares bids."))
    if tender.status not in (TenderStatus.EVALUATION, TenderStatus.DECISION):
        raise WrongState(_("Bids are compared after the opening and after the auction."))
    if unfrozen_scorers(tender):
        raise Refused(_("Prices are compared when every scorer has frozen his scores."), code="scores_open")
    _refuse_few(tender)
    data = score_input(lot)
    if not data["bids"]:
        raise Refused(_("No admitted bid prices this lot."), code="no_bids")
    result = _computed(data)
    lot.evaluations.filter(is_current=True).update(is_current=False)
    evaluation = Evaluation.objects.create(lot=lot, input=data, result=result, created_by=by)
    hashes = seal_data(data, result, subject=lot.full_number)
    event = LotEvaluated(tender.public_id, lot.public_id, evaluation.public_id, **hashes)
    record(event, subject=evaluation, by=by)
    return evaluation


def _refuse_few(tender: Tender) -> None:
    few = tender.bids.opened().count() < tender.minimum_bidders
    if few and not tender.few_bids_reason:
        message = _("Fewer bids came than the tender asks for. Decide first whether it goes on.")
        raise Refused(message, code="few_bids")


def _computed(data: dict[str, Any]) -> dict[str, Any]:
    try:
        return calculate_data("score", data)
    except CalcError as error:
        path, message = error.faults[0]
        raise Refused(f"{path}: {message}", code="calculation") from error
