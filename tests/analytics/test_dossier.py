"""A purchase can be read and taken away as a whole, by those who may, and checked without us."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from analytics.queries.dossier import parts_of_purchase
from analytics.services import write_dossier
from srm.accounts.states import Role
from srm.clock import database_now
from srm.documents.models import GeneratedDocument
from srm.documents.services import attach_file
from srm.documents.states import DocumentStatus
from srm.errors import NotPermitted
from srm.events.services import chain_hash, history
from tenders.models import AwardLetter
from tenders.services import close_auction
from tests.factories.accounts import UserFactory
from tests.scenarios.auctions import a_live_auction
from tests.scenarios.contracts import a_confirmed_order, a_partner, a_receipt, an_invoice
from tests.scenarios.procurement import a_company
from tests.scenarios.tenders import an_awarded_tender

pytestmark = pytest.mark.django_db


@pytest.fixture
def purchase():
    company, partner = a_company(), a_partner()
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    an_invoice(order, by=partner.person)
    return company, order


def test_the_dossier_walks_from_the_need_to_the_invoice_whichever_end_one_starts(purchase):
    _company, order = purchase
    auditor = UserFactory(roles=[Role.AUDITOR])
    requisition = order.lines.get().requisition_line.requisition

    from_order = [(p.key, [piece.kind for piece in p.pieces]) for p in parts_of_purchase(order, auditor)]
    from_need = [(p.key, [piece.kind for piece in p.pieces]) for p in parts_of_purchase(requisition, auditor)]

    assert from_order == from_need
    assert from_order == [
        ("needs", ["requisition"]), ("segments", []), ("tactics", ["contract"]),
        ("learn", ["purchaseorder", "goodsreceipt", "invoice"]),
    ]  # fmt: skip


def test_the_archive_holds_every_chain_as_it_was_hashed(purchase):
    _company, order = purchase
    file = io.BytesIO()

    write_dossier(start=order, file=file, by=UserFactory(roles=[Role.AUDITOR]))

    archive = zipfile.ZipFile(file)
    chain = json.loads(archive.read(f"events/purchaseorder-{order.number}.json"))["events"]
    assert [event["seq"] for event in chain] == list(range(1, len(chain) + 1))
    assert all(chain_hash({k: v for k, v in e.items() if k != "hash"}) == e["hash"] for e in chain)
    assert len(json.loads(archive.read("objects.json"))) == 5


def test_no_file_of_events_is_empty_and_the_decision_is_among_them(purchase):
    _company, order = purchase
    room, award = an_awarded_tender()
    auditor = UserFactory(roles=[Role.AUDITOR])
    chains = {}
    for start in (order, room.tender):
        file = io.BytesIO()
        write_dossier(start=start, file=file, by=auditor)
        archive = zipfile.ZipFile(file)
        chains |= {n: json.loads(archive.read(n))["events"] for n in archive.namelist() if n.startswith("events/")}

    decision = [event["kind"] for event in chains[f"events/evaluation-{award.evaluation.public_id}.json"]]
    assert [name for name, events in chains.items() if not events] == []
    assert decision[-2:] == ["AwardProposed", "LotAwarded"]
    assert "GoodsReceived" in [event["kind"] for event in chains[f"events/purchaseorder-{order.number}.json"]]


def test_a_closed_auction_gives_its_protocol(monkeypatch):
    hall = a_live_auction()
    hall.bid(0, "205.00")
    monkeypatch.setattr("tenders.services.auction.ledger.database_now", lambda: database_now() + timedelta(hours=2))
    names = []
    for _closed in (False, True):
        file = io.BytesIO()
        write_dossier(start=hall.auction.lot.tender, file=file, by=UserFactory(roles=[Role.AUDITOR]))
        names.append([n for n in zipfile.ZipFile(file).namelist() if n.startswith("protocols/AU-")])
        if not _closed:
            close_auction(auction=hall.auction)

    assert names == [[], [f"protocols/{hall.auction.number}.json"]]
    assert json.loads(zipfile.ZipFile(file).read(names[1][0]))["kind"] == "auction"


def test_a_decision_that_was_rewritten_is_seen_in_the_dossier():
    room, award = an_awarded_tender()
    auditor = UserFactory(roles=[Role.AUDITOR])
    decided = history(award.evaluation).get(name="LotAwarded")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # past the trigger that keeps events as they are
        cursor.execute("UPDATE events_event SET data = '{}' WHERE id = %s", [decided.pk])
        cursor.execute("SET session_replication_role = DEFAULT")

    pieces = [piece for part in parts_of_purchase(room.tender, auditor) for piece in part.pieces]

    assert [piece.kind for piece in pieces if not piece.holds] == ["award"]
    assert "Award approved" in [entry.text for piece in pieces if piece.kind == "award" for entry in piece.story][-1]


def test_the_letters_to_the_bidders_and_the_files_of_a_purchase_go_with_it():
    room, _award = an_awarded_tender()
    attach_file(subject=room.tender, upload=SimpleUploadedFile("drawing.pdf", b"%PDF-1.7\n%%EOF"), by=room.buyer)
    for document in GeneratedDocument.objects.filter(kind="tenders.letter"):
        document.file.save("letter.pdf", ContentFile(b"%PDF-letter"), save=False)
        document.status, document.name = DocumentStatus.READY, "letter.pdf"
        document.save()
    file = io.BytesIO()

    write_dossier(start=room.tender, file=file, by=UserFactory(roles=[Role.AUDITOR]))

    archive = zipfile.ZipFile(file)
    letters = [name for name in archive.namelist() if name.startswith("documents/awardletter-")]
    files = [name for name in archive.namelist() if name.startswith(f"files/tender-{room.tender.number}/")]
    assert [archive.read(name) for name in letters] == [b"%PDF-letter"] * AwardLetter.objects.count()
    assert len(letters) == len(room.suppliers)
    assert [archive.read(name) for name in files] == [b"%PDF-1.7\n%%EOF"]


def test_a_requester_does_not_take_the_whole_purchase_away(purchase):
    company, order = purchase
    file = io.BytesIO()

    with pytest.raises(NotPermitted):
        write_dossier(start=order, file=file, by=company.requester)

    assert file.getvalue() == b""
