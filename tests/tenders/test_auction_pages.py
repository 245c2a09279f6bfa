"""The rooms of an auction: what host and bidder see and press, and what no bidder ever learns."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from srm.events.services import deliver_pending
from srm.live import topics
from srm.notifications.models import Notice
from tenders.models import Auction, AuctionEvent
from tenders.services import stop_auction
from tenders.states import AuctionStatus
from tests.scenarios.auctions import a_live_auction, a_scheduled_auction
from tests.scenarios.tenders import opened_bids

pytestmark = pytest.mark.django_db


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def place(hall, n, **data):
    url = reverse("tenders:portal-auction-bid", args=[hall.auction.public_id])
    return browser(hall.person(n)).post(url, data, follow=True)


def room(hall, n):
    url = reverse("tenders:portal-auction-detail", args=[hall.auction.public_id])
    return browser(hall.person(n)).get(url)


def test_a_typed_bid_is_placed_at_once_when_it_lies_near():
    hall = a_live_auction()

    page = place(hall, 0, amount="215,00").content.decode()
    second = place(hall, 0, amount="210.00").content.decode()

    assert "Not low enough" in page
    assert "You lead" in second
    assert list(AuctionEvent.objects.values_list("amount", "accepted")) == [
        (Decimal("215.00"), False),
        (Decimal("210.00"), True),
    ]


def test_a_suggested_bid_needs_two_presses():
    hall = a_live_auction()

    first = place(hall, 0, amount="210.00", suggested="on")
    count = AuctionEvent.objects.count()
    place(hall, 0, amount="210.00", suggested="on", confirmed="210.00")

    assert (first.status_code, count) == (422, 0)
    assert AuctionEvent.objects.get().accepted


def test_a_bid_far_below_is_asked_again_with_the_likely_amount_first():
    hall = a_live_auction()

    page = place(hall, 0, amount="21.00")

    assert page.status_code == 422
    assert page.context["question"]["likely"] == Decimal("210.00")
    assert AuctionEvent.objects.count() == 0
    place(hall, 0, amount="21.00", confirmed="21.00")
    assert AuctionEvent.objects.get().amount == Decimal("21.00")


def test_a_confirmation_counts_only_for_its_own_amount():
    hall = a_live_auction()

    page = place(hall, 0, amount="21.00", confirmed="210.00")

    assert page.status_code == 422
    assert AuctionEvent.objects.count() == 0


def test_what_is_no_number_is_kept_and_explained():
    hall = a_live_auction()

    page = place(hall, 0, amount="2 1o")

    assert page.status_code == 422
    assert page.context["form"]["amount"].value() == "2 1o"
    assert AuctionEvent.objects.count() == 0


def test_the_bidders_room_tells_nothing_of_rivals():
    hall = a_live_auction(prices=("12.50", "11.00", "14.00"))
    hall.bid(1, "205.00")
    rival = hall.room.suppliers[1]

    page = room(hall, 0).content.decode()

    secrets = [rival.name, rival.public_id, hall.person(1).name, hall.seat(1).alias, hall.seat(2).alias, "280.00"]
    assert [word for word in secrets if word in page] == []
    assert "205.00" in page


def test_a_rival_finds_no_auction_to_which_he_is_not_admitted():
    hall, other = a_live_auction(), a_live_auction()

    url = reverse("tenders:portal-auction-detail", args=[hall.auction.public_id])

    assert browser(other.person(0)).get(url).status_code == 404
    assert not topics.may_listen(other.person(0), f"auction-bidder/{hall.auction.public_id}")
    assert not topics.may_listen(hall.person(0), f"auction/{hall.auction.public_id}")
    assert topics.may_listen(hall.person(0), f"auction-bidder/{hall.auction.public_id}")
    assert topics.may_listen(hall.room.buyer, f"auction/{hall.auction.public_id}")
    assert not topics.may_listen(hall.room.buyer, f"auction-bidder/{hall.auction.public_id}")


def test_a_test_bid_in_the_lobby_says_what_the_rules_would_say_and_keeps_nothing():
    hall = a_scheduled_auction()
    url = reverse("tenders:portal-auction-try", args=[hall.auction.public_id])
    client = browser(hall.person(0))

    good, bad = client.post(url, {"amount": "210"}), client.post(url, {"amount": "219"})

    assert [page.context["trial"]["good"] for page in (good, bad)] == [True, False]
    assert AuctionEvent.objects.count() == 0
    assert "210.00" in bad.context["trial"]["text"]


def test_there_is_no_test_bid_once_the_auction_is_live():
    hall = a_live_auction()

    url = reverse("tenders:portal-auction-try", args=[hall.auction.public_id])

    assert browser(hall.person(0)).post(url, {"amount": "210"}).status_code == 404


def test_the_host_sees_aliases_until_the_close_and_names_after_it():
    hall = a_live_auction()
    hall.bid(0, "205.00")
    url = hall.auction.get_absolute_url()
    during = browser(hall.room.buyer).get(url).content.decode()
    stop_auction(auction=hall.auction, reason="Enough", by=hall.room.buyer)

    after = browser(hall.room.buyer).get(url).content.decode()

    names = [supplier.name for supplier in hall.room.suppliers]
    assert [name in during for name in names] == [False, False]
    assert [name in after for name in names] == [True, True]
    assert hall.seat(0).alias in during


def test_the_host_extends_from_the_room_and_everyone_reads_why():
    hall = a_live_auction()
    closes_at = hall.auction.closes_at
    url = reverse("tenders:auction-extend", args=[hall.auction.public_id])
    client = browser(hall.room.buyer)

    missing = client.post(url, {"minutes": "5", "reason": ""})
    client.post(url, {"minutes": "5", "reason": "A line was down"})

    assert missing.status_code == 422
    assert hall.fresh().closes_at == closes_at + timedelta(minutes=5)
    assert "A line was down" in room(hall, 1).content.decode()


def test_an_auction_is_planned_from_the_lot_with_the_published_terms_fixed():
    published = {"improvement": {"reference": "best", "step": "5"}}
    tender = opened_bids(auction_format="english", auction_rules=published)
    url = reverse("tenders:auction-create", args=[tender.lot.public_id])
    client = browser(tender.buyer)
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"opens_at": "2030-01-08T10:00", "closes_at": "2030-01-08T09:00", "step": "1", "window": "5"}

    backwards = client.post(url, data)
    planned = client.post(url, data | {"closes_at": "2030-01-08T11:00"})

    assert backwards.status_code == 422
    assert "closes_at" in backwards.context["form"].errors
    auction = Auction.objects.get()
    assert planned.url == auction.get_absolute_url()
    assert auction.rules["improvement"] == published["improvement"]
    assert auction.rules["extension"]["window_s"] == 300


def test_the_protocol_is_there_after_the_close_only():
    hall = a_live_auction()
    url = reverse("tenders:auction-protocol", args=[hall.auction.public_id])
    early = browser(hall.room.buyer).get(url).status_code
    stop_auction(auction=hall.auction, reason="Enough", by=hall.room.buyer)

    file = browser(hall.room.buyer).get(url)

    assert early == 404
    assert file.json()["kind"] == "auction"
    assert "attachment" in file.headers["Content-Disposition"]


def test_the_clock_gives_the_servers_time_and_a_mark_that_changes():
    hall = a_live_auction()
    url = reverse("tenders:portal-auction-clock", args=[hall.auction.public_id])
    client = browser(hall.person(0))
    before = client.get(url).json()
    unchanged = client.get(url).json()
    hall.bid(1, "205.00")

    after = client.get(url).json()

    assert set(before) == {"now", "opens_at", "closes_at", "mark"}
    assert before["mark"] == unchanged["mark"] != after["mark"]


def test_bidders_are_told_of_plan_and_close_without_a_word_on_rivals():
    hall = a_live_auction()
    stop_auction(auction=hall.auction, reason="Enough", by=hall.room.buyer)
    deliver_pending()

    told = Notice.objects.filter(recipient=hall.person(0), kind__startswith="tenders.auction")

    assert sorted(told.values_list("kind", flat=True)) == ["tenders.auction_closed", "tenders.auction_planned"]
    assert not any(hall.room.suppliers[1].name in str(notice.params) for notice in told)
    assert Notice.objects.filter(recipient=hall.room.buyer, kind="tenders.auction_over").count() == 1


def test_the_lists_tell_what_is_live_at_each_door():
    hall = a_live_auction()
    hall.bid(0, "205.00")

    staff = browser(hall.room.buyer).get(reverse("tenders:auction-list")).content.decode()
    portal = browser(hall.person(0)).get(reverse("tenders:portal-auction-list")).content.decode()

    assert hall.auction.number in staff
    assert hall.auction.number in portal
    assert "1 live" in staff
    assert hall.fresh().status == AuctionStatus.LIVE


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "cancel"])
def test_a_button_without_a_reason_changes_nothing(verb):
    hall = a_live_auction()
    hall.bid(0, "205.00")

    browser(hall.room.buyer).post(reverse(f"tenders:auction-{verb}", args=[hall.auction.public_id]), {"reason": " "})

    assert hall.fresh().status == AuctionStatus.LIVE
    assert hall.auction.last_seq == 1
