import pytest
from django.urls import reverse

from procurement.models import Bundle
from procurement.states import Procedure
from srm.accounts.states import Role
from srm.authz import SYSTEM
from suppliers.services import qualify_supplier, request_qualification
from tenders.models import Bid, CommitteeMember, Tender
from tenders.services import accept_award, ask_question, evaluate_lot, open_bids, save_bid_draft
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import SupplierFactory
from tests.scenarios.procurement import a_company, a_confirmed_bundle
from tests.scenarios.tenders import (
    SCORED,
    a_draft_tender,
    a_published_tender,
    an_awarded_tender,
    bid,
    bid_content,
    opened_bids,
    propose_first,
    scored_bids,
    the_deadline_passes,
)

pytestmark = pytest.mark.django_db


def page(client, person, name, *args):
    client.force_login(person)
    return client.get(reverse(f"tenders:{name}", args=args))


@pytest.mark.parametrize(
    "name", ["tender-detail", "tender-edit", "tender-criteria", "tender-invite", "tender-committee", "lot-create"]
)
def test_buyer_opens_each_part_of_a_draft(client, name):
    room = a_draft_tender(criteria=SCORED)

    response = page(client, room.buyer, name, room.tender.public_id)

    assert response.status_code == 200


@pytest.mark.parametrize("name", ["tender-detail", "tender-questions", "tender-opening", "tender-amend"])
def test_buyer_opens_each_part_of_a_published_tender(client, name):
    room = a_published_tender()
    supplier = room.suppliers[0]
    ask_question(tender=room.tender, supplier=supplier, text="Which alloy?", by=room.bidder(supplier))

    response = page(client, room.buyer, name, room.tender.public_id)

    assert response.status_code == 200


def test_buyer_opens_lists_and_the_form_of_a_new_tender(client):
    room = a_draft_tender()

    responses = [page(client, room.buyer, "tender-list"), page(client, room.buyer, "tender-create")]

    assert [r.status_code for r in responses] == [200, 200]
    assert room.tender.number in responses[0].content.decode()


@pytest.mark.parametrize("name", ["tender-detail", "tender-opening", "tender-scores"])
def test_opened_tender_shows_bids_without_prices(client, name):
    room = opened_bids(prices=("77.31", "88.42"), criteria=SCORED)

    text = page(client, room.buyer, name, room.tender.public_id).content.decode()

    assert room.suppliers[0].name in text
    assert "77.31" not in text


def test_comparison_and_award_show_ranks_after_the_freeze(client):
    room = scored_bids()
    propose_first(room)

    pages = [page(client, room.buyer, name, room.lot.public_id) for name in ("lot-comparison", "lot-award")]

    assert [p.status_code for p in pages] == [200, 200]
    assert "250.00" in pages[0].content.decode()


def test_comparison_is_not_there_before_the_freeze(client):
    room = opened_bids(criteria=SCORED)

    response = page(client, room.buyer, "lot-comparison", room.lot.public_id)

    assert response.status_code == 404


def test_comparison_goes_to_a_spreadsheet_and_the_protocol_to_a_file(client):
    room = opened_bids()
    evaluate_lot(lot=room.lot, by=room.buyer)
    client.force_login(room.buyer)

    sheet = client.get(reverse("tenders:lot-comparison", args=[room.lot.public_id]), {"export": "xlsx"})
    protocol = client.get(reverse("tenders:lot-protocol", args=[room.lot.public_id]))

    assert sheet.content[:2] == b"PK"
    assert protocol.json()["kind"] == "score"


def test_supplier_walks_his_pages(client):
    room = a_published_tender(criteria=SCORED)
    supplier = room.suppliers[0]
    person, tender = room.bidder(supplier), room.tender
    save_bid_draft(tender=tender, supplier=supplier, content=bid_content(tender), by=person)

    names = ["portal-tender-detail", "portal-question-create", "portal-bid", "portal-bid-review"]
    pages = [page(client, person, name, tender.public_id) for name in names]
    listing = page(client, person, "portal-tender-list")

    assert [p.status_code for p in pages] == [200, 200, 200, 200]
    assert "Not sent yet" in listing.content.decode()


def test_bid_is_typed_checked_and_sent(client):
    room = a_published_tender()
    supplier = room.suppliers[0]
    person, tender = room.bidder(supplier), room.tender
    content = bid_content(tender, "12.50")
    typed = {f"prices-{k}": v for k, v in content["prices"].items()} | {
        f"days-{k}": v for k, v in content["days"].items()
    }
    client.force_login(person)

    first = client.post(reverse("tenders:portal-bid", args=[tender.public_id]), typed)
    second = client.post(reverse("tenders:portal-bid-review", args=[tender.public_id]))
    receipt = client.get(second.url)

    assert (first.status_code, second.status_code) == (302, 302)
    bid_row = Bid.objects.get()
    assert bid_row.receipt["number"] in receipt.content.decode()
    assert "12.5" not in receipt.content.decode().replace("12.5 ", "")


def test_incomplete_bid_is_not_sent_and_says_what_is_missing(client):
    room = a_published_tender()
    supplier = room.suppliers[0]
    person, tender = room.bidder(supplier), room.tender
    content = bid_content(tender)
    content["days"] = {}
    save_bid_draft(tender=tender, supplier=supplier, content=content, by=person)
    client.force_login(person)

    response = client.post(reverse("tenders:portal-bid-review", args=[tender.public_id]))

    assert response.status_code == 422
    assert "Say in how many days you deliver." in response.content.decode()
    assert Bid.objects.get().status == "draft"


def test_winner_and_loser_read_their_letters(client):
    room, award = an_awarded_tender()
    for letter in award.letters.all():
        response = page(client, room.bidder(letter.supplier), "portal-letter-detail", letter.public_id)
        assert response.status_code == 200
    winner = room.bidder(award.supplier)

    response = page(client, winner, "portal-tender-detail", room.tender.public_id)

    assert "Accept award" in response.content.decode()
    assert accept_award(award=award, by=winner).status == "accepted"


def test_rival_finds_nothing_of_another_suppliers_tender(client):
    room = a_published_tender()
    stranger = a_published_tender()
    rival = stranger.bidder(stranger.suppliers[0])
    names = ["portal-tender-detail", "portal-bid", "portal-bid-review", "portal-receipt", "portal-question-create"]

    codes = {page(client, rival, name, room.tender.public_id).status_code for name in names}

    assert codes == {404}


def test_wrong_door_is_not_there(client):
    room = a_published_tender()
    supplier = room.suppliers[0]

    staff_in_portal = page(client, room.buyer, "portal-tender-detail", room.tender.public_id)
    supplier_at_buyers = page(client, room.bidder(supplier), "tender-detail", room.tender.public_id)

    assert (staff_in_portal.status_code, supplier_at_buyers.status_code) == (404, 404)


def test_criteria_that_do_not_add_up_come_back_with_a_summary(client):
    room = a_draft_tender()
    client.force_login(room.buyer)
    data = {
        "criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 0, "criteria-0-name": "Price", "criteria-0-kind": "price",
        "criteria-0-weight": "90", "criteria-0-aggregate": "mean",
    }  # fmt: skip

    response = client.post(reverse("tenders:tender-criteria", args=[room.tender.public_id]), data)

    assert response.status_code == 422
    assert "The weights must add up to 100." in response.content.decode()
    assert room.tender.criteria.get().weight == 100


def test_deadline_in_the_past_comes_back_at_its_field(client):
    room = a_draft_tender()
    client.force_login(room.buyer)
    data = {
        "title": "Other", "kind": "rfq", "description": "", "bids_until": "2020-01-01T10:00", "questions_until": "",
        "minimum_bidders": 1, "standstill_days": 0, "price_formula": "min_ratio", "auction_format": "none",
    }  # fmt: skip

    response = client.post(reverse("tenders:tender-edit", args=[room.tender.public_id]), data)

    assert response.status_code == 422
    assert "This time has passed." in response.content.decode()
    assert Tender.objects.get().title == "Machined steel parts 2027"


def test_bid_after_the_deadline_is_refused_on_the_page(client):
    room = a_published_tender()
    supplier = room.suppliers[0]
    bid(room, supplier)
    before = Bid.objects.get().digest
    the_deadline_passes(room)
    client.force_login(room.bidder(supplier))

    response = client.post(reverse("tenders:portal-bid-review", args=[room.tender.public_id]))

    assert response.status_code == 409
    assert Bid.objects.get().digest == before


def test_a_confirmed_bundle_leads_to_its_tender_and_the_tender_stays_beside_it(client):
    company = a_company()
    bundle = a_confirmed_bundle(company)
    Bundle.objects.filter(pk=bundle.pk).update(procedure=Procedure.RFQ)
    draft = reverse("tenders:tender-from-bundle", args=[bundle.public_id])
    auditor = UserFactory(roles=[Role.AUDITOR])

    def shown(person):
        client.force_login(person)
        return client.get(bundle.get_absolute_url()).content.decode()

    ready, read_only = shown(company.buyer), shown(auditor)
    client.force_login(company.buyer)
    client.post(draft)
    tender, taken = Tender.objects.get(), shown(company.buyer)
    Bundle.objects.filter(pk=bundle.pk).update(status="confirmed", procedure=Procedure.CALL_OFF)

    assert (draft in ready, draft in read_only, draft in taken) == (True, False, False)
    assert tender.get_absolute_url() in taken
    assert draft not in shown(company.buyer)


def test_who_is_qualified_for_the_category_stands_first_among_those_to_invite(client):
    room = a_draft_tender()
    known, able = SupplierFactory(name="Aaron Steel"), SupplierFactory(name="Zeta Steel")
    asked = request_qualification(supplier=able, category=room.tender.category, by=SYSTEM)
    qualify_supplier(qualification=asked, by=SYSTEM)

    text = page(client, room.buyer, "tender-invite", room.tender.public_id).content.decode()

    assert 0 < text.index("Zeta Steel · qualified") < text.index(known.name)
    assert "Aaron Steel · qualified" not in text


def test_who_declares_is_led_to_his_sheet_and_is_told_when_it_is_frozen(client):
    room = opened_bids(criteria=SCORED)
    scorer = room.tender.committee.exclude(role="chair").first()
    tender, bids = room.tender, room.tender.bids.admitted()
    criterion = tender.criteria.get(kind="scored")
    CommitteeMember.objects.filter(pk=scorer.pk).update(declared_at=None)
    client.force_login(scorer.user)

    declared = client.post(reverse("tenders:tender-declare", args=[tender.public_id]))
    scores = {f"score-{bid.public_id}-{criterion.code}": "4" for bid in bids}
    kept = client.post(declared.url, scores, follow=True).content.decode()
    frozen = client.post(declared.url, scores | {"freeze": "yes"}, follow=True).content.decode()

    assert declared.url == reverse("tenders:tender-scores", args=[tender.public_id])
    assert "Freeze the sheet when you are sure" in kept
    assert "Freeze the sheet when you are sure" not in frozen
    assert "Your scores are frozen" in frozen


@pytest.mark.parametrize(("prices", "auction"), [((), False), (("12.50",), False), (("12.50", "11.00"), True)])
def test_with_too_few_bids_the_ways_on_stand_on_the_page_and_no_auction_is_offered(client, prices, auction):
    room = a_published_tender(suppliers=3, auction_format="english", minimum_bidders=3)
    for supplier, price in zip(room.suppliers, prices, strict=False):
        bid(room, supplier, price)
    the_deadline_passes(room)
    open_bids(tender=room.tender, by=room.buyer)

    text = page(client, room.buyer, "tender-detail", room.tender.public_id).content.decode()

    after = text[text.index("Fewer bids than asked for") :]
    assert "Close without award" in after[: after.index("Criteria")]
    assert (reverse("tenders:tender-proceed", args=[room.tender.public_id]) in text) is bool(prices)
    assert (reverse("tenders:auction-create", args=[room.lot.public_id]) in text) is auction
