"""The facts of an award letter: stored plain, worded when it is read or printed."""

from typing import Any

from tenders.models import Award, Bid


def letter_body(award: Award, bid: Bid) -> dict[str, Any]:
    """Return what one bidder is told: his rank and points beside the winner's, never anyone's unit prices."""
    result = award.evaluation.result if award.evaluation else {"ranking": [], "excluded": []}
    rows = {row["id"]: row for row in result["ranking"]}
    winner, own = rows[award.bid.public_id], rows.get(bid.public_id)
    excluded = [row["reason"] for row in result["excluded"] if row["id"] == bid.public_id]
    return {
        "tender": award.lot.tender.number, "title": award.lot.tender.title, "lot": award.lot.number,
        "lot_title": award.lot.title, "winner": award.supplier.name, "winner_total": winner["total"],
        "rank": own["rank"] if own else None, "total": own["total"] if own else None, "bidders": len(rows),
        "excluded": [bid.excluded_reason] if bid.excluded_reason else excluded,
        "criteria": _criteria(award, winner, own), "amount": f"{award.amount:f}", "currency": award.currency,
        "standstill_until": award.standstill_until.isoformat() if award.standstill_until else None,
    }  # fmt: skip


def _criteria(award: Award, winner: dict[str, Any], own: dict[str, Any] | None) -> list[dict[str, Any]]:
    rows = award.lot.tender.criteria.filter(weight__isnull=False)
    return [
        {
            "name": criterion.name, "weight": f"{criterion.weight:f}", "winner": winner["points"].get(criterion.code),
            "own": own["points"].get(criterion.code) if own else None,
        }
        for criterion in rows
    ]  # fmt: skip
