"""A lot's bids as `srm calc score` takes them."""

from typing import Any

from srm.money.exact import plain_text
from tenders.models import Criterion, Lot, Score
from tenders.queries.price import Offer, lot_offers
from tenders.states import CriterionKind


def score_input(lot: Lot) -> dict[str, Any]:
    """Return the calculation's input: the published scheme, the admitted bids, the frozen scores.

    Bids go by public id and scorers by number: the protocol may be read by bidders.
    """
    tender = lot.tender
    criteria = list(tender.criteria.all())
    scores, answers = _scores(lot), _answers(lot)
    return {
        "currency": tender.currency, "method": tender.method, "price_formula": tender.price_formula,
        "criteria": [_criterion(c) for c in criteria], "tie_break": ["total", "price", "received_at"],
        "bids": [_bid(offer, scores, answers) for offer in lot_offers(lot)],
    }  # fmt: skip


def scorer_names(lot: Lot) -> dict[int, str]:
    """Return user id → `scorer-1`, … in the order of the sheets."""
    sheets = lot.tender.score_sheets.filter(frozen_at__isnull=False).order_by("pk")
    return {user: f"scorer-{n}" for n, user in enumerate(sheets.values_list("scorer_id", flat=True), start=1)}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    row: dict[str, Any] = {"id": criterion.code, "kind": criterion.kind}
    if criterion.weight is not None and criterion.kind != CriterionKind.PASS_FAIL:
        row["weight"] = plain_text(criterion.weight)
    if criterion.kind == CriterionKind.SCORED:
        row["max_score"] = plain_text(criterion.max_score or 0)
        row["aggregate"] = criterion.aggregate
        if criterion.min_score is not None:
            row["min_score"] = plain_text(criterion.min_score)
    return row


def _bid(offer: Offer, scores: dict[int, dict], answers: dict[int, dict]) -> dict[str, Any]:
    received = offer.bid.submitted_at
    return {
        "id": offer.bid.public_id, "price": plain_text(offer.total),
        "received_at": received.isoformat().replace("+00:00", "Z") if received else "",
        "scores": scores.get(offer.bid.pk, {}), "answers": answers.get(offer.bid.pk, {}),
    }  # fmt: skip


def _scores(lot: Lot) -> dict[int, dict[str, dict[str, str]]]:
    names = scorer_names(lot)
    result: dict[int, dict[str, dict[str, str]]] = {}
    rows = Score.objects.filter(sheet__tender=lot.tender, sheet__frozen_at__isnull=False).order_by("pk")
    for bid, code, scorer, value in rows.values_list("bid_id", "criterion__code", "sheet__scorer_id", "value"):
        result.setdefault(bid, {}).setdefault(code, {})[names[scorer]] = plain_text(value)
    return result


def _answers(lot: Lot) -> dict[int, dict[str, bool]]:
    result: dict[int, dict[str, bool]] = {}
    for bid in lot.tender.bids.admitted().prefetch_related("answers__criterion"):
        given = [a for a in bid.answers.all() if a.criterion.kind == CriterionKind.PASS_FAIL and a.passes is not None]
        result[bid.pk] = {answer.criterion.code: answer.passes for answer in given}
    return result
