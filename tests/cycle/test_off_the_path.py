"""Where the straight way ends: nobody bids, one bids, the tender is cancelled, the winner refuses."""

import pytest

from contracts.models import Contract
from procurement.models import Bundle
from procurement.states import BundleStatus
from srm.errors import Invalid, Refused
from srm.events.services import broken_link, deliver_pending
from tenders.models import Award, Bid
from tenders.services import (
    approve_award,
    cancel_tender,
    close_without_award,
    evaluate_lot,
    propose_award,
    publish_tender,
    refuse_award,
)
from tenders.states import AwardStatus, TenderStatus
from tests.cycle import steps
from tests.cycle.ground import a_small_ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk():
    """Two requests are approved and their tender takes bids; the newcomer has registered."""
    walk = steps.begin(a_small_ground())
    steps.ask(walk, "Bearings for line 3", walk.company.requester, (240, 40))
    steps.ask(walk, "Bearings for line 4", walk.company.requester, (100, 0))
    steps.the_head_goes_on_leave(walk)
    steps.the_substitute_approves(walk)
    steps.place_on_the_matrix(walk)
    steps.bundle_into_a_tender(walk)
    steps.the_newcomer_registers(walk)
    return walk


def needs_wait_to_be_bought_again(walk):
    """Their bundle is free, and a new tender can be made of it."""
    bundle = Bundle.objects.get()
    assert bundle.status == BundleStatus.CONFIRMED
    again = steps.create_tender_from_bundle(bundle=bundle, by=walk.company.manager)
    assert again.lots.get().items.get().quantity == 300


def test_nobody_bids(walk):
    steps.the_deadline_passes(walk)
    walk.tender = steps.open_bids(tender=walk.tender, by=walk.company.manager)
    with pytest.raises(Refused) as nothing:
        steps.go_on_with_two(walk)

    tender = close_without_award(tender=walk.tender, reason="No bid came.", by=walk.company.manager)

    assert nothing.value.code == "no_bids"
    assert (tender.status, tender.opening_protocol["bids"]) == (TenderStatus.UNSUCCESSFUL, [])
    needs_wait_to_be_bought_again(walk)


def test_one_bid_goes_on_only_by_a_decision_with_a_reason_and_without_an_auction(walk):
    steps.bid(walk, walk.newcomer, walk.newcomer_person, "47.00")
    steps.the_deadline_passes(walk)
    steps.open_and_score(walk, 8)
    with pytest.raises(Refused) as few:
        evaluate_lot(lot=walk.lot, by=walk.company.manager)
    with pytest.raises(Invalid):
        steps.accept_few_bids(tender=walk.tender, reason=" ", by=walk.company.manager)
    steps.go_on_with_two(walk)
    with pytest.raises(Refused) as alone:
        steps.begin_the_auction(walk)

    award = steps.propose_the_first(walk)

    assert (few.value.code, alone.value.code) == ("few_bids", "few_bids")
    assert (award.supplier, award.amount) == (walk.newcomer, 14100)


def test_a_cancelled_tender_keeps_its_bids_sealed_and_gives_the_needs_back(walk):
    steps.both_bid(walk)

    with pytest.raises(Invalid):
        cancel_tender(tender=walk.tender, reason="", by=walk.company.manager)
    tender = cancel_tender(tender=walk.tender, reason="The line is sold.", by=walk.company.manager)

    assert (tender.status, tender.opened_at) == (TenderStatus.CANCELLED, None)
    assert {(b.status, b.prices.count()) for b in Bid.objects.all()} == {("submitted", 0)}
    with pytest.raises(Refused):
        publish_tender(tender=tender, by=walk.company.manager)
    needs_wait_to_be_bought_again(walk)


def test_the_winner_refuses_and_the_next_is_awarded(walk):
    steps.both_bid(walk)
    steps.the_deadline_passes(walk)
    steps.open_and_score(walk, 7, 8)
    steps.go_on_with_two(walk)
    first = approve_award(award=steps.propose_the_first(walk), by=walk.company.procurement_head)
    deliver_pending()

    refused = refuse_award(award=first, reason="Our plant burnt down.", by=walk.newcomer_person)
    deliver_pending()
    with pytest.raises(Refused) as again:
        propose_award(lot=walk.lot, bid=first.bid, justification="Still the best.", by=walk.company.manager)
    next_bid = Bid.objects.exclude(pk=first.bid_id).get()
    second = propose_award(lot=walk.lot, bid=next_bid, justification="Second.", by=walk.company.manager)
    second = approve_award(award=second, by=walk.company.procurement_head)
    walk.award = steps.accept_award(award=second, by=walk.ground.person)
    deliver_pending()

    assert (refused.status, again.value.code) == (AwardStatus.REFUSED, "refused_before")
    assert (second.supplier, second.amount) == (walk.ground.known, 14400)
    assert Contract.objects.exclude(status="cancelled").get().supplier == walk.ground.known
    assert Award.objects.count() == 2
    walk.tender.refresh_from_db()
    assert walk.tender.status == TenderStatus.AWARDED
    assert [s for s in (walk.tender, *Bid.objects.all(), *Contract.objects.all()) if broken_link(s)] == []
