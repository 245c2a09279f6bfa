"""Real tenders of ProZorro ranked as they were published: each award went to the best bid still standing.

The data is not ours and is not copied here; without it beside the repository these tests are skipped.
"""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from srm.calc.run import calculate_data

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("SRM_REAL_DATA", ROOT.parent / "shared" / "data")) / "prozorro"
TENDERS = {
    "UA-2021-12-21-009402-c": "amount",
    "UA-2024-02-28-009286-a": "amountPerformance",
    "UA-2024-04-26-006781-a": "amount",
}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no ProZorro data in {DATA}")


def read_tender(name):
    document = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal)
    return document.get("data", document)


def offers(tender, lot):
    for bid in tender["bids"]:
        for offer in bid.get("lotValues", [bid]):
            if offer.get("relatedLot") == lot:
                yield bid["id"], offer["value"], offer["date"]


def rank_lot(tender, lot, price_field, rejected=()):
    bids = [
        {
            "id": bid,
            "price": str(value[price_field]),
            "received_at": date,
            "answers": {"qualified": bid not in rejected},
        }
        for bid, value, date in offers(tender, lot)
    ]
    result = calculate_data(
        "score",
        {
            "currency": "UAH",
            "method": "cost",
            "criteria": [{"id": "qualified", "kind": "pass_fail"}],
            "better": "higher" if price_field == "amountPerformance" else "lower",
            "tie_break": ["total", "received_at"],
            "bids": bids,
        },
    )
    return [row["id"] for row in result["ranking"]]


@pytest.mark.parametrize(("name", "price_field"), TENDERS.items())
def test_awards_went_down_the_ranking_until_one_held(name, price_field):
    tender = read_tender(name)
    lots = [lot["id"] for lot in tender.get("lots", [])] or [None]

    for lot in lots:
        awards = sorted((a for a in tender["awards"] if a.get("lotID") == lot), key=lambda award: award["date"])
        considered = [award["bid_id"] for award in awards]
        assert rank_lot(tender, lot, price_field)[: len(considered)] == considered


@pytest.mark.parametrize(("name", "price_field"), TENDERS.items())
def test_without_the_disqualified_the_winner_ranks_first(name, price_field):
    tender = read_tender(name)
    lots = [lot["id"] for lot in tender.get("lots", [])] or [None]

    for lot in lots:
        awards = [award for award in tender["awards"] if award.get("lotID") == lot]
        rejected = {award["bid_id"] for award in awards if award["status"] == "unsuccessful"}
        (winner,) = (award["bid_id"] for award in awards if award["status"] == "active")
        assert rank_lot(tender, lot, price_field, rejected)[0] == winner


def test_the_published_order_of_the_first_tender():
    tender = read_tender("UA-2021-12-21-009402-c")
    amounts = {bid: value["amount"] for bid, value, _ in offers(tender, None)}

    ranked = rank_lot(tender, None, "amount")

    assert [amounts[bid] for bid in ranked] == [2499999, 2550000, 3157346, 3173450, 3234477]
