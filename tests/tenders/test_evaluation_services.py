import json
from decimal import Decimal

import pytest

from srm.calc.protocol import verify_protocol
from srm.calc.signing import read_public_keys
from srm.errors import Invalid, NotPermitted, Refused, WrongState
from srm.events.services import deliver_pending
from srm.notifications.models import Notice
from tenders.models import Award, Bid, Evaluation, Score, ScoreSheet
from tenders.policies import may_see_bids, may_see_prices
from tenders.services import (
    ScoreInput,
    accept_award,
    accept_few_bids,
    approve_award,
    declare_no_conflict,
    evaluate_lot,
    exclude_bid,
    freeze_scores,
    lot_protocol_file,
    propose_award,
    readmit_bid,
    refuse_award,
    release_member,
    return_award,
    save_scores,
)
from tenders.services.receipt import installation_key
from tests.factories.accounts import UserFactory
from tests.scenarios.tenders import (
    SCORED,
    a_proposed_award,
    an_awarded_tender,
    give_scores,
    opened_bids,
    propose_first,
    scored_bids,
)

pytestmark = pytest.mark.django_db


def bids_of(room):
    return list(room.tender.bids.order_by("submitted_at"))


def test_scorer_sees_no_price_until_his_sheet_is_frozen():
    room = opened_bids(criteria=SCORED)
    (scorer,) = room.scorers
    give_scores(room, scorer)
    assert (may_see_bids(scorer, room.tender), may_see_prices(scorer, room.tender)) == (True, False)

    freeze_scores(tender=room.tender, by=scorer)

    assert may_see_prices(scorer, room.tender)


def test_one_unfrozen_sheet_keeps_prices_from_all():
    room = opened_bids(criteria=SCORED, scorers=2)
    give_scores(room, room.scorers[0])
    freeze_scores(tender=room.tender, by=room.scorers[0])

    assert not may_see_prices(room.scorers[0], room.tender)
    assert not may_see_prices(room.buyer, room.tender)


def test_undeclared_member_sees_no_bid_and_gives_no_score():
    room = opened_bids(criteria=SCORED)
    (scorer,) = room.scorers

    with pytest.raises(NotPermitted):
        save_scores(tender=room.tender, scores=[], by=scorer)

    assert not may_see_bids(scorer, room.tender)
    assert (Bid.objects.visible_to(scorer).count(), ScoreSheet.objects.count()) == (0, 0)


def test_score_outside_the_scale_is_refused():
    room = opened_bids(criteria=SCORED)
    declare_no_conflict(tender=room.tender, by=room.scorers[0])
    given = ScoreInput(bids_of(room)[0], room.tender.criteria.get(code="quality"), Decimal(11))

    with pytest.raises(Invalid):
        save_scores(tender=room.tender, scores=[given], by=room.scorers[0])

    assert Score.objects.count() == 0


def test_sheet_with_a_gap_is_not_frozen():
    room = opened_bids(criteria=SCORED)
    declare_no_conflict(tender=room.tender, by=room.scorers[0])

    with pytest.raises(Invalid) as refusal:
        freeze_scores(tender=room.tender, by=room.scorers[0])

    assert len(refusal.value.errors) == 2
    assert ScoreSheet.objects.count() == 0


def test_frozen_scores_do_not_change():
    room = scored_bids()
    quality, first = room.tender.criteria.get(code="quality"), bids_of(room)[0]

    with pytest.raises(WrongState):
        save_scores(tender=room.tender, scores=[ScoreInput(first, quality, Decimal(1))], by=room.scorers[0])

    assert Score.objects.get(bid=first).value == 8


def test_member_who_cannot_score_is_released_and_prices_open():
    room = opened_bids(criteria=SCORED, scorers=2)
    give_scores(room, room.scorers[0])
    freeze_scores(tender=room.tender, by=room.scorers[0])

    release_member(tender=room.tender, user=room.scorers[1], reason="Ill.", by=room.buyer)

    assert may_see_prices(room.buyer, room.tender)


def test_last_scorer_is_not_released():
    room = opened_bids(criteria=SCORED)

    with pytest.raises(Refused) as refusal:
        release_member(tender=room.tender, user=room.scorers[0], reason="Too slow.", by=room.buyer)

    assert (refusal.value.code, room.tender.committee.count()) == ("last_scorer", 2)


def test_bids_are_not_compared_before_the_freeze():
    room = opened_bids(criteria=SCORED)

    with pytest.raises(Refused) as refusal:
        evaluate_lot(lot=room.lot, by=room.buyer)

    assert (refusal.value.code, Evaluation.objects.count()) == ("scores_open", 0)


def test_comparison_is_the_published_calculation():
    room = scored_bids(prices=("12.50", "10.00"), values=(8, 6))

    evaluation = evaluate_lot(lot=room.lot, by=room.buyer)

    first, second = bids_of(room)
    totals = {row["id"]: (row["rank"], row["total"]) for row in evaluation.result["ranking"]}
    assert totals == {second.public_id: (1, "84.00"), first.public_id: (2, "80.00")}
    assert evaluation.input["bids"][0]["price"] == "250"


def test_protocol_is_accepted_by_the_verifier(tmp_path):
    _room, award = an_awarded_tender()
    raw = lot_protocol_file(award.evaluation)
    public = installation_key().public_key().public_bytes_raw()
    keys = tmp_path / "keys.json"
    import base64

    keys.write_text(json.dumps({"key": base64.b64encode(public).decode()}))

    verdict = verify_protocol(raw, read_public_keys(str(keys)))

    assert (verdict.differences, verdict.events) == ([], 3)


def test_excluded_bid_is_not_compared_and_comes_back_with_a_reason():
    room = opened_bids()
    cheap = bids_of(room)[1]
    exclude_bid(bid=cheap, reason="The offer is for another alloy.", by=room.buyer)
    assert len(evaluate_lot(lot=room.lot, by=room.buyer).result["ranking"]) == 1

    readmit_bid(bid=cheap, reason="The certificate came in.", by=room.buyer)

    assert len(evaluate_lot(lot=room.lot, by=room.buyer).result["ranking"]) == 2


def test_one_bid_needs_a_decision_when_more_were_asked_for():
    room = opened_bids(prices=("12.50",), minimum_bidders=1)
    room.tender.minimum_bidders = 2
    room.tender.save()
    with pytest.raises(Refused) as refusal:
        evaluate_lot(lot=room.lot, by=room.buyer)
    assert (refusal.value.code, Evaluation.objects.count()) == ("few_bids", 0)

    accept_few_bids(tender=room.tender, reason="The only maker in the country.", by=room.buyer)

    assert len(evaluate_lot(lot=room.lot, by=room.buyer).result["ranking"]) == 1


def test_award_is_not_approved_by_its_buyer():
    room, award = a_proposed_award()
    room.tender.buyer.role_assignments.create(role="procurement_head")
    buyer = type(room.buyer).objects.get(pk=room.buyer.pk)

    with pytest.raises(NotPermitted):
        approve_award(award=award, by=buyer)

    assert (Award.objects.get().status, room.fresh().status) == ("proposed", "decision")


def test_award_is_not_approved_by_who_proposed_it():
    room = opened_bids()
    evaluate_lot(lot=room.lot, by=room.buyer)
    award = propose_award(lot=room.lot, bid=bids_of(room)[1], justification="Lowest.", by=room.head)

    with pytest.raises(NotPermitted):
        approve_award(award=award, by=room.head)

    assert Award.objects.get().status == "proposed"


def test_second_in_the_ranking_is_proposed_only_with_a_justification():
    room = opened_bids()
    evaluate_lot(lot=room.lot, by=room.buyer)

    with pytest.raises(Invalid):
        propose_award(lot=room.lot, bid=bids_of(room)[0], justification=" ", by=room.buyer)

    assert (Award.objects.count(), room.fresh().status) == (0, "evaluation")


def test_unconfirmed_supplier_is_not_awarded():
    room = opened_bids()
    evaluate_lot(lot=room.lot, by=room.buyer)
    winner = bids_of(room)[1]
    type(winner.supplier).objects.filter(pk=winner.supplier_id).update(status="prospect")
    winner = Bid.objects.get(pk=winner.pk)

    with pytest.raises(Refused) as refusal:
        propose_award(lot=room.lot, bid=winner, justification="Lowest.", by=room.buyer)

    assert (refusal.value.code, Award.objects.count()) == ("supplier_not_confirmed", 0)


def test_returned_award_is_proposed_again():
    room, award = a_proposed_award()
    return_award(award=award, comment="Ask for the certificate.", by=room.head)
    assert room.fresh().status == "evaluation"

    second = propose_first(room)

    assert (second.status, Award.objects.get(pk=award.pk).status) == ("proposed", "returned")


def test_loser_gets_his_points_beside_the_winners_and_nobodys_prices():
    _room, award = an_awarded_tender(prices=("12.50", "11.00"))
    deliver_pending()

    letters = {letter.is_winner: letter for letter in award.letters.all()}

    assert (letters[False].body["rank"], letters[False].body["winner"]) == (2, award.supplier.name)
    assert "11.00" not in json.dumps(letters[False].body)
    assert "12.50" not in json.dumps(letters[False].body)
    assert Notice.objects.filter(kind="tenders.letter").count() == 2


def test_award_is_accepted_only_after_the_standstill():
    room, award = an_awarded_tender(standstill_days=10)

    with pytest.raises(Refused) as refusal:
        accept_award(award=award, by=room.bidder(award.supplier))

    assert (refusal.value.code, Award.objects.get().status) == ("standstill", "approved")


def test_rival_does_not_answer_an_award():
    room, award = an_awarded_tender()
    rival = next(p for pk, p in room.people.items() if pk != award.supplier_id)

    with pytest.raises(NotPermitted):
        accept_award(award=award, by=rival)

    assert Award.objects.get().status == "approved"


def test_winner_refuses_and_the_next_is_awarded():
    room, award = an_awarded_tender()
    refuse_award(award=award, reason="Our mill burnt down.", by=room.bidder(award.supplier))
    assert room.fresh().status == "evaluation"
    with pytest.raises(Refused):
        propose_award(lot=room.lot, bid=award.bid, justification="Still the cheapest.", by=room.buyer)

    second = propose_award(lot=room.lot, bid=bids_of(room)[0], justification="Next in the ranking.", by=room.buyer)
    approve_award(award=second, by=room.head)

    assert room.fresh().status == "awarded"
    assert accept_award(award=second, by=room.bidder(second.supplier)).status == "accepted"


def test_tender_is_awarded_with_its_last_lot():
    room = opened_bids(lots=2)
    first, last = room.tender.lots.order_by("number")
    approve_award(award=propose_first(room, first), by=room.head)
    assert room.fresh().status == "decision"

    approve_award(award=propose_first(room, last), by=room.head)

    assert room.fresh().status == "awarded"


def test_outsider_does_not_evaluate():
    room = opened_bids()

    with pytest.raises(NotPermitted):
        evaluate_lot(lot=room.lot, by=UserFactory(roles=["buyer"]))

    assert Evaluation.objects.count() == 0
