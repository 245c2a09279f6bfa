"""Until the opening no price, name or number of bids is to be had: not in rows, pages, replies or the record."""

import pytest
from django.db import connection
from django.urls import reverse

from srm.accounts.states import Role
from srm.events.services import deliver_pending
from tenders.models import Bid
from tenders.services import declare_no_conflict, open_bids
from tests.api_client import api, program_of
from tests.factories.accounts import UserFactory
from tests.scenarios.tenders import SCORED, a_published_tender, bid, the_deadline_passes

pytestmark = pytest.mark.django_db

CANARY = "7731.94"
NOTE = "canary-note-of-the-bidder"
PAGES = ("tender-detail", "tender-questions", "tender-opening")


@pytest.fixture
def room():
    made = a_published_tender(criteria=SCORED, suppliers=3)
    bid(made, made.suppliers[0], CANARY)
    return made


def all_rows():
    """Every row of every table as text: what a dump of the database would show."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - our own tables
            for (text,) in cursor.fetchall():
                yield table, text


def staff_of(room):
    auditor, head = UserFactory(roles=[Role.AUDITOR]), room.head
    declare_no_conflict(tender=room.tender, by=room.scorers[0])
    return [room.buyer, head, room.chair, room.scorers[0], auditor]


def seen_by(client, room, person, program=None):
    client.force_login(person)
    tender = room.tender
    urls = [reverse(f"tenders:{name}", args=[tender.public_id]) for name in PAGES]
    urls += [reverse("tenders:tender-list"), "/", "/inbox/", "/audit/"]
    urls += [api("tender-detail", tender.public_id), api("tender-list"), api("bid-list"), api("lot-list")]
    program = program or program_of(person)
    return [(url, (program if "/api/" in url else client).get(url)) for url in urls]


def test_no_row_of_the_database_holds_the_price_before_the_opening(room):
    deliver_pending()

    found = [table for table, text in all_rows() if CANARY in text or NOTE in text]

    assert found == []
    assert Bid.objects.count() == 1


def test_no_page_or_reply_for_staff_holds_price_receipt_or_bid(client, room):
    deliver_pending()
    sealed = Bid.objects.get()
    secrets = (CANARY, sealed.public_id, sealed.receipt_number, sealed.digest, "Bid received", "tenders.bid:")

    shown = {
        (url, secret)
        for person in staff_of(room)
        for url, response in seen_by(client, room, person)
        for secret in secrets
        if secret in response.content.decode()
    }

    assert shown == set()


def test_staff_cannot_tell_no_bid_from_three(client, room):
    person = UserFactory(roles=[Role.AUDITOR])
    program = program_of(person)
    client.force_login(person)

    def look():
        responses = seen_by(client, room, person, program)
        return [(url, r.status_code, len(r.content) // 64, r.headers.get("ETag")) for url, r in responses]

    look()  # signing in and issuing the token are on record themselves
    before = look()
    for supplier in room.suppliers[1:]:
        bid(room, supplier, "5.00")
    deliver_pending()

    assert look() == before


def test_prices_stay_hidden_from_everyone_until_the_last_scorer_has_frozen(client, room):
    people = staff_of(room)
    the_deadline_passes(room)
    open_bids(tender=room.tender, by=room.buyer)

    for person in people:
        responses = seen_by(client, room, person)
        assert not [url for url, r in responses if CANARY in r.content.decode() or "7,731.94" in r.content.decode()]


def test_rival_sees_nothing_of_a_bid(client, room):
    sealed = Bid.objects.get()
    rival = room.bidder(room.suppliers[1])
    client.force_login(rival)
    program = program_of(rival)

    texts = [
        client.get(reverse("tenders:portal-tender-detail", args=[room.tender.public_id])).content.decode(),
        client.get(reverse("tenders:portal-tender-list")).content.decode(),
        program.get(api("portal-bid-list")).content.decode(),
        program.get(api("portal-tender-detail", room.tender.public_id)).content.decode(),
    ]
    direct = program.get(api("portal-bid-detail", sealed.public_id))

    assert not [t for t in texts if sealed.public_id in t or room.suppliers[0].name in t or CANARY in t]
    assert direct.status_code == 404
