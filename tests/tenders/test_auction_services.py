"""The verbs of an auction: planned after the opening, begun and closed by the clock, decided by the rules alone."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from srm.calc.protocol import verify_protocol
from srm.calc.signing import key_id
from srm.clock import database_now
from srm.errors import Invalid, NotPermitted, Refused, WrongState
from srm.events.models import Event
from srm.live.models import LiveMessage
from tenders.models import Auction, AuctionEvent, Evaluation, Tender
from tenders.services import (
    auction_protocol_file,
    cancel_auction,
    cancel_tender,
    close_auction,
    evaluate_lot,
    exclude_from_auction,
    extend_auction,
    pause_auction,
    place_auction_bid,
    resume_auction,
    schedule_auction,
    settle_auctions,
    stop_auction,
)
from tenders.services.receipt import installation_key
from tenders.states import AuctionStatus, TenderStatus
from tests.factories.accounts import UserFactory
from tests.scenarios.auctions import STEP_OF_TEN, a_live_auction, a_scheduled_auction
from tests.scenarios.tenders import SCORED, opened_bids

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """The database's clock, put forward by so much."""

    class Clock:
        ahead = timedelta(0)

        def __call__(self):
            return database_now() + self.ahead

    clock = Clock()
    for place in ("ledger", "clock"):
        monkeypatch.setattr(f"tenders.services.auction.{place}.database_now", clock)
    return clock


def test_opened_bids_become_the_first_prices_under_words_for_names():
    hall = a_scheduled_auction(prices=("12.50", "11.00", "14.00"))

    aliases = set(hall.auction.participants.values_list("alias", flat=True))
    amounts = {row["bidder"]: row["amount"] for row in hall.auction.opening}
    assert set(amounts) == aliases
    assert sorted(amounts.values()) == ["220", "250", "280"]
    assert all(len(alias) > 1 and alias.isalpha() for alias in aliases)
    assert hall.room.fresh().status == TenderStatus.AUCTION
    assert Event.objects.get(name="AuctionScheduled").data["number"] == hall.auction.number


def test_the_proposed_terms_are_half_a_percent_and_three_minutes():
    hall = a_scheduled_auction(rules={"ties": "refuse"})

    assert hall.auction.rules["improvement"] == {"reference": "best", "percent": "0.5"}
    assert hall.auction.rules["extension"] == {
        "anchor": "bid",
        "window_s": 180,
        "length_s": 180,
        "trigger_rank": 1,
        "max_count": 10,
    }


def test_published_terms_stand():
    room = opened_bids(auction_format="english", auction_rules=STEP_OF_TEN)
    opens_at = database_now()

    with pytest.raises(Invalid) as refused:
        schedule_auction(
            lot=room.lot,
            opens_at=opens_at,
            closes_at=opens_at + timedelta(hours=1),
            rules={"improvement": {"reference": "own", "step": "1"}},
            by=room.buyer,
        )

    assert list(refused.value.errors) == ["rules.improvement"]
    assert Auction.objects.count() == 0


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"auction_format": "none"}, "no_auction"),
        ({"auction_format": "english", "prices": ("10",)}, "few_bids"),
        ({"auction_format": "english", "criteria": SCORED}, "scores_open"),
    ],
)
def test_no_auction_without_format_rivals_and_frozen_scores(settings, code):
    room = opened_bids(**settings)
    now = database_now()

    with pytest.raises(Refused) as refused:
        schedule_auction(lot=room.lot, opens_at=now, closes_at=now + timedelta(hours=1), by=room.buyer)

    assert refused.value.code == code
    assert Auction.objects.count() == 0
    assert room.fresh().status == TenderStatus.EVALUATION


def test_times_and_terms_that_make_no_sense_are_named():
    room = opened_bids(auction_format="english")
    now = database_now()

    with pytest.raises(Invalid) as backwards:
        schedule_auction(lot=room.lot, opens_at=now, closes_at=now - timedelta(hours=1), by=room.buyer)
    with pytest.raises(Invalid) as past:
        schedule_auction(
            lot=room.lot, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1), by=room.buyer
        )
    with pytest.raises(Invalid) as wild:
        schedule_auction(
            lot=room.lot, opens_at=now, closes_at=now + timedelta(hours=1), by=room.buyer, rules={"ties": "dice"}
        )

    assert [list(e.value.errors) for e in (backwards, past, wild)] == [["closes_at"], ["opens_at"], ["rules.ties"]]
    assert Auction.objects.count() == 0


def test_a_better_bid_leads_and_is_told_without_names():
    hall = a_live_auction()
    LiveMessage.objects.all().delete()

    event = hall.bid(0, "205.00")

    assert (event.seq, event.accepted, event.rank, event.amount) == (1, True, 1, Decimal("205.00"))
    assert hall.fresh().status == AuctionStatus.LIVE
    told = LiveMessage.objects.get(topic=f"auction-bidder/{hall.auction.public_id}")
    assert told.payload["best"] == "205.00"
    assert set(told.payload) == {"best", "status", "closes_at"}


def test_refused_bids_are_kept_with_their_reason_and_change_nothing():
    hall = a_live_auction()
    closes_at = hall.auction.closes_at
    LiveMessage.objects.all().delete()

    refused = [hall.bid(0, amount) for amount in ("215.00", "260.00", "200.001")]

    assert [(e.seq, e.accepted, e.reason, e.rank) for e in refused] == [
        (1, False, "step", None),
        (2, False, "raise", None),
        (3, False, "precision", None),
    ]
    assert hall.fresh().last_seq == 3
    assert hall.auction.closes_at == closes_at
    assert LiveMessage.objects.filter(topic=f"auction-bidder/{hall.auction.public_id}").count() == 0


def test_a_bid_before_the_opening_is_refused_by_the_rules():
    hall = a_scheduled_auction()

    event = hall.bid(0, "200.00")

    assert (event.accepted, event.reason) == (False, "not_open")
    assert hall.fresh().status == AuctionStatus.SCHEDULED


def test_only_the_suppliers_own_people_bid():
    hall = a_live_auction()

    for person in (hall.person(1), hall.room.buyer):
        with pytest.raises(NotPermitted):
            place_auction_bid(auction=hall.auction, participant=hall.seat(0), amount=Decimal(200), by=person)

    assert AuctionEvent.objects.count() == 0


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "1e16"])
def test_what_is_no_amount_is_not_kept(amount):
    hall = a_live_auction()

    with pytest.raises(Invalid):
        hall.bid(0, amount)

    assert hall.fresh().last_seq == 0


def test_a_late_leader_moves_the_close_and_a_refused_bid_does_not(clock):
    hall = a_live_auction()
    scheduled = hall.auction.closes_at
    clock.ahead = timedelta(minutes=58)

    hall.bid(0, "219.00")
    before = hall.fresh().closes_at
    leading = hall.bid(0, "205.00")

    assert before == scheduled
    assert hall.fresh().closes_at == leading.at + timedelta(minutes=3)


def test_a_bid_after_the_close_is_late_and_the_close_does_not_move(clock):
    hall = a_live_auction()
    closes_at = hall.auction.closes_at
    clock.ahead = timedelta(minutes=61)

    event = hall.bid(0, "205.00")

    assert (event.accepted, event.reason) == (False, "late")
    assert hall.fresh().closes_at == closes_at


def test_a_clock_set_back_does_not_turn_the_record_round(clock):
    hall = a_live_auction()
    first = hall.bid(0, "205.00")
    clock.ahead = -timedelta(minutes=5)

    second = hall.bid(1, "190.00")

    assert second.accepted
    assert second.at == first.at


def test_a_pause_stops_bids_and_moves_the_close(clock):
    hall = a_live_auction()
    closes_at = hall.auction.closes_at
    pause_auction(auction=hall.auction, reason="The line is down", by=hall.room.buyer)
    during = hall.bid(0, "205.00")
    paused = hall.fresh().closes_at
    clock.ahead = timedelta(minutes=10)

    resume_auction(auction=hall.auction, reason="The line is back", by=hall.room.buyer)

    assert (during.reason, paused) == ("paused", None)
    assert timedelta(minutes=9) < hall.fresh().closes_at - closes_at < timedelta(minutes=11)
    assert list(hall.auction.events.exclude(note="").values_list("kind", "note")) == [
        ("pause", "The line is down"),
        ("resume", "The line is back"),
    ]


def test_every_act_of_the_host_needs_a_reason_and_the_host():
    hall = a_live_auction()
    stranger = UserFactory()

    with pytest.raises(Invalid):
        pause_auction(auction=hall.auction, reason="  ", by=hall.room.buyer)
    with pytest.raises(NotPermitted):
        stop_auction(auction=hall.auction, reason="Because", by=stranger)
    with pytest.raises(NotPermitted):
        extend_auction(auction=hall.auction, by_s=60, reason="More", by=hall.person(0))
    with pytest.raises(WrongState):
        resume_auction(auction=hall.auction, reason="Go", by=hall.room.buyer)

    assert AuctionEvent.objects.count() == 0
    assert hall.fresh().last_seq == 0


def test_the_host_extends_outside_the_caps():
    hall = a_live_auction()
    closes_at = hall.auction.closes_at

    extend_auction(auction=hall.auction, by_s=300, reason="Questions came", by=hall.room.buyer)

    assert hall.fresh().closes_at == closes_at + timedelta(minutes=5)
    assert Event.objects.get(name="AuctionExtended").data["reason"] == "Questions came"


def test_an_excluded_bidder_loses_his_prices_and_bids_no_more():
    hall = a_live_auction()
    hall.bid(0, "205.00")

    exclude_from_auction(auction=hall.auction, participant=hall.seat(0), reason="Withdrew", by=hall.room.buyer)
    after = hall.bid(0, "180.00")
    rival = hall.bid(1, "210.00")

    assert (after.reason, rival.accepted, rival.rank) == ("excluded", True, 1)
    with pytest.raises(Refused):
        exclude_from_auction(auction=hall.auction, participant=hall.seat(0), reason="Again", by=hall.room.buyer)


def test_a_closed_auction_has_a_protocol_that_verifies_and_gives_the_comparison_its_prices(clock):
    hall = a_live_auction()
    hall.bid(0, "205.00")
    hall.bid(1, "195.00")
    hall.bid(0, "185.00")
    hall.bid(1, "184.00")
    clock.ahead = timedelta(hours=2)

    closed = close_auction(auction=hall.auction)

    assert closed.status == AuctionStatus.CLOSED
    assert [(row["amount"], row["rank"]) for row in closed.result["ranking"]] == [("185.00", 1), ("195.00", 2)]
    key = installation_key().public_key().public_bytes_raw()
    verdict = verify_protocol(auction_protocol_file(hall.fresh()), {key_id(key): key})
    assert verdict.differences == []
    assert not any(s.name in auction_protocol_file(closed).decode() for s in hall.room.suppliers)
    assert hall.room.fresh().status == TenderStatus.EVALUATION
    evaluation = evaluate_lot(lot=hall.room.lot, by=hall.room.buyer)
    assert sorted(bid["price"] for bid in evaluation.input["bids"]) == ["185", "195"]
    winner = hall.room.tender.bids.get(public_id=evaluation.result["ranking"][0]["id"])
    assert winner.supplier == hall.room.suppliers[0]


def test_an_altered_bid_is_found_by_the_protocol(clock):
    hall = a_live_auction()
    hall.bid(0, "205.00")
    stop_auction(auction=hall.auction, reason="Enough", by=hall.room.buyer)
    document = json.loads(auction_protocol_file(hall.fresh()))
    document["input"]["events"][0]["amount"] = "204"
    key = installation_key().public_key().public_bytes_raw()

    verdict = verify_protocol(json.dumps(document).encode(), {key_id(key): key})

    assert {path for path, _ in verdict.differences} >= {"input"}


def test_a_running_auction_is_not_closed_and_a_closed_one_only_once(clock):
    hall = a_live_auction()

    with pytest.raises(Refused):
        close_auction(auction=hall.auction)
    clock.ahead = timedelta(hours=2)
    close_auction(auction=hall.auction)
    with pytest.raises(Refused):
        close_auction(auction=hall.auction)
    with pytest.raises(Refused):
        hall.bid(0, "100.00")

    assert Event.objects.filter(name="AuctionClosed").count() == 1
    assert hall.fresh().last_seq == 0


def test_stopping_closes_at_once_with_the_prices_there_are():
    hall = a_live_auction()
    hall.bid(1, "205.00")

    stopped = stop_auction(auction=hall.auction, reason="The budget is met", by=hall.room.buyer)

    assert stopped.status == AuctionStatus.CLOSED
    assert stopped.closes_at < database_now()
    assert stopped.result["ranking"][0]["amount"] == "205.00"
    assert hall.room.fresh().status == TenderStatus.EVALUATION


def test_the_sweep_begins_and_closes_by_the_clock(clock):
    hall = a_scheduled_auction()
    early = settle_auctions()
    clock.ahead = timedelta(minutes=61)
    begun = settle_auctions()
    status = hall.fresh().status
    clock.ahead = timedelta(minutes=121)

    closed = settle_auctions()

    assert (early, begun, status, closed) == (0, 1, AuctionStatus.LIVE, 1)
    assert hall.fresh().status == AuctionStatus.CLOSED
    assert settle_auctions() == 0


def test_a_cancelled_auction_leaves_the_bids_as_they_were_opened():
    hall = a_live_auction()
    hall.bid(0, "205.00")

    cancel_auction(auction=hall.auction, reason="The quantity was wrong", by=hall.room.buyer)

    assert hall.room.fresh().status == TenderStatus.EVALUATION
    evaluation = evaluate_lot(lot=hall.room.lot, by=hall.room.buyer)
    assert sorted(bid["price"] for bid in evaluation.input["bids"]) == ["220", "250"]


def test_a_cancelled_tender_calls_its_auction_off():
    hall = a_live_auction()

    cancel_tender(tender=hall.room.tender, reason="The plant closes", by=hall.room.buyer)

    assert hall.fresh().status == AuctionStatus.CANCELLED
    assert Tender.objects.get().status == TenderStatus.CANCELLED
    assert Evaluation.objects.count() == 0


def test_two_lots_have_two_auctions_and_the_tender_waits_for_both():
    hall = a_live_auction(lots=2)
    other = hall.room.tender.lots.get(number=2)
    now = database_now()
    second = schedule_auction(lot=other, opens_at=now, closes_at=now + timedelta(hours=1), by=hall.room.buyer)

    stop_auction(auction=hall.auction, reason="Done", by=hall.room.buyer)
    between = hall.room.fresh().status
    stop_auction(auction=second, reason="Done", by=hall.room.buyer)

    assert (between, hall.room.fresh().status) == (TenderStatus.AUCTION, TenderStatus.EVALUATION)


def test_a_kept_event_cannot_be_changed_or_deleted():
    hall = a_live_auction()
    event = hall.bid(0, "205.00")

    with pytest.raises(ProgrammingError), transaction.atomic():
        AuctionEvent.objects.update(amount=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        AuctionEvent.objects.all().delete()

    assert AuctionEvent.objects.get() == event
    assert AuctionEvent.objects.get().amount == Decimal("205.00")
