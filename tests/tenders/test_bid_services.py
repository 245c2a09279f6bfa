import json
import stat
from pathlib import Path

import pytest
from django.conf import settings

from srm.calc.signing import read_public_keys
from srm.errors import Invalid, NotPermitted, Refused, WrongState
from srm.events.services import history
from suppliers.models import Membership
from tenders.models import Bid, BidPrice
from tenders.services import TooLate, open_bids, read_draft, save_bid_draft, submit_bid, withdraw_bid
from tenders.services.receipt import receipt_holds
from tests.factories.tenders import BidderPersonFactory
from tests.scenarios.tenders import (
    SCORED,
    a_published_tender,
    bid,
    bid_content,
    opened_bids,
    the_deadline_passes,
)

pytestmark = pytest.mark.django_db


def test_bid_is_sealed_against_a_signed_receipt():
    room = a_published_tender()

    sent = bid(room, room.suppliers[0], "12.50")

    assert (sent.status, sent.receipt["sha256"], sent.receipt["size"]) == ("submitted", sent.digest, 4096)
    assert receipt_holds(sent.receipt)
    assert not receipt_holds({**sent.receipt, "received_at": "2026-01-01T00:00:00Z"})
    assert BidPrice.objects.count() == 0


def test_key_that_opens_is_a_file_only_its_owner_reads():
    room = a_published_tender()

    path = Path(settings.DATA_DIR) / "keys" / "tenders" / f"{room.tender.key_id}.key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().hex() not in json.dumps(room.tender.frozen) + room.tender.public_key
    assert read_public_keys(str(Path(settings.DATA_DIR) / "keys" / "published.json"))


def test_two_equal_bids_do_not_look_alike():
    room = a_published_tender()

    first, second = bid(room, room.suppliers[0], "12.50"), bid(room, room.suppliers[1], "12.50")

    assert bytes(first.sealed) != bytes(second.sealed)
    assert len(first.sealed) == len(second.sealed)


def test_late_bid_is_refused_and_the_earlier_one_stands():
    room = a_published_tender()
    supplier = room.suppliers[0]
    first = bid(room, supplier, "12.50")
    the_deadline_passes(room)

    with pytest.raises(TooLate) as refusal:
        bid(room, supplier, "1.00")

    assert refusal.value.at >= room.tender.bids_until
    assert Bid.objects.get().digest == first.digest
    assert [e.name for e in history(first)] == ["BidSubmitted"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"prices": {}}, "prices"),
        ({"days": {}}, "days."),
        ({"answers": {}}, "answers.iso"),
    ],
)
def test_gap_in_a_bid_is_named_and_nothing_is_kept(change, path):
    room = a_published_tender(criteria=SCORED)
    supplier = room.suppliers[0]
    content = {**bid_content(room.tender), **change}

    with pytest.raises(Invalid) as refusal:
        submit_bid(tender=room.tender, supplier=supplier, content=content, by=room.bidder(supplier))

    assert any(name.startswith(path) for name in refusal.value.errors)
    assert Bid.objects.count() == 0


@pytest.mark.parametrize("price", ["0", "-5", "12,5x", "1e5", "NaN", "1234567890123"])
def test_price_that_is_none_is_refused(price):
    room = a_published_tender()
    supplier = room.suppliers[0]

    with pytest.raises(Invalid):
        bid(room, supplier, price)

    assert Bid.objects.count() == 0


def test_price_with_a_comma_is_read():
    room = a_published_tender()

    bid(room, room.suppliers[0], "1 234,50")
    the_deadline_passes(room)
    open_bids(tender=room.tender, by=room.buyer)

    assert {str(p.unit_price) for p in BidPrice.objects.all()} == {"1234.500000"}


def test_one_may_bid_for_one_lot_of_two():
    room = a_published_tender(lots=2)
    supplier = room.suppliers[0]

    sent = bid(room, supplier, lots=[2])
    the_deadline_passes(room)
    open_bids(tender=room.tender, by=room.buyer)

    assert {p.lot_item.lot.number for p in BidPrice.objects.filter(bid=sent)} == {2}


def test_stranger_and_logistics_person_do_not_bid():
    room = a_published_tender()
    supplier = room.suppliers[0]
    logistics = BidderPersonFactory(supplier=supplier)
    Membership.objects.filter(user=logistics).update(role="logistics")

    for person in (room.bidder(room.suppliers[1]), logistics, room.buyer):
        with pytest.raises(NotPermitted):
            submit_bid(tender=room.tender, supplier=supplier, content=bid_content(room.tender), by=person)

    assert Bid.objects.count() == 0


def test_suspended_supplier_does_not_bid():
    room = a_published_tender()
    supplier = room.suppliers[0]
    supplier.status = "suspended"
    supplier.save()

    with pytest.raises(Refused) as refusal:
        bid(room, supplier)

    assert (refusal.value.code, Bid.objects.count()) == ("supplier_closed", 0)


def test_draft_is_encrypted_and_only_its_author_reads_it_again():
    room = a_published_tender()
    supplier = room.suppliers[0]
    content = bid_content(room.tender, "987.65")

    draft = save_bid_draft(tender=room.tender, supplier=supplier, content=content, by=room.bidder(supplier))

    assert b"987.65" not in bytes(draft.draft)
    assert set(read_draft(Bid.objects.get()).prices.values()) == {"987.65"}
    assert list(history(draft)) == []


def test_replacement_counts_only_when_sent():
    room = a_published_tender()
    supplier = room.suppliers[0]
    bid(room, supplier, "12.50")
    save_bid_draft(
        tender=room.tender, supplier=supplier, content=bid_content(room.tender, "10.00"), by=room.bidder(supplier)
    )
    assert Bid.objects.get().has_unsent_changes

    the_deadline_passes(room)
    open_bids(tender=room.tender, by=room.buyer)

    assert {str(p.unit_price) for p in BidPrice.objects.all()} == {"12.500000"}


def test_withdrawn_bid_is_not_opened():
    room = a_published_tender()
    sent = bid(room, room.suppliers[0])

    withdraw_bid(bid=sent, by=room.bidder(room.suppliers[0]))
    the_deadline_passes(room)
    tender = open_bids(tender=room.tender, by=room.buyer)

    assert (tender.opening_protocol["bids"], tender.opening_protocol["withdrawn"]) == ([], 1)
    assert BidPrice.objects.count() == 0


def test_bids_are_not_opened_before_the_deadline():
    room = a_published_tender()
    bid(room, room.suppliers[0])

    with pytest.raises(Refused) as refusal:
        open_bids(tender=room.tender, by=room.buyer)

    assert refusal.value.code == "too_early"
    assert (room.fresh().opened_at, BidPrice.objects.count()) == (None, 0)


def test_bids_are_opened_once():
    room = opened_bids()

    with pytest.raises(WrongState):
        open_bids(tender=room.tender, by=room.buyer)

    assert (BidPrice.objects.count(), [e.name for e in history(room.tender)].count("BidsOpened")) == (4, 1)


def test_undeclared_member_and_outsider_do_not_open():
    room = a_published_tender(criteria=SCORED)
    the_deadline_passes(room)

    for person in (room.chair, room.scorers[0], room.bidder(room.suppliers[0])):
        with pytest.raises(NotPermitted):
            open_bids(tender=room.tender, by=person)

    assert room.fresh().status == "published"


def test_altered_envelope_is_opened_as_excluded_and_named_in_the_protocol():
    room = a_published_tender()
    sent, other = bid(room, room.suppliers[0]), bid(room, room.suppliers[1])
    Bid.objects.filter(pk=sent.pk).update(sealed=bytes(sent.sealed)[:-1] + b"x")
    the_deadline_passes(room)

    tender = open_bids(tender=room.tender, by=room.buyer)

    rows = {row["bid"]: row["matches"] for row in tender.opening_protocol["bids"]}
    assert rows == {sent.public_id: False, other.public_id: True}
    sent.refresh_from_db()
    assert (sent.status, sent.prices.count()) == ("excluded", 0)


def test_envelope_moved_to_another_bid_does_not_open():
    room = a_published_tender()
    cheap, victim = bid(room, room.suppliers[0], "1.00"), bid(room, room.suppliers[1], "9.00")
    Bid.objects.filter(pk=victim.pk).update(sealed=cheap.sealed, digest=cheap.digest, receipt=cheap.receipt)
    the_deadline_passes(room)

    open_bids(tender=room.tender, by=room.buyer)

    victim.refresh_from_db()
    assert (victim.status, victim.prices.count()) == ("excluded", 0)
