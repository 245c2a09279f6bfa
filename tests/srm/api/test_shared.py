"""Files, comments, notices, imports and the log by REST: each as its reader may have it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from srm.accounts.models import User
from srm.accounts.states import Role
from srm.discussions.models import Comment, Todo
from srm.discussions.queries import discussion_of
from srm.discussions.services import add_todo
from srm.documents.models import Attachment, GeneratedDocument
from srm.events.models import Event
from srm.imports.models import ImportRun
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.models import Preference
from srm.notifications.services import notify
from suppliers.models import Membership, SupplyFact
from suppliers.services import invite_supplier
from tests.api_client import Program, api, program_of
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import MembershipFactory, SupplierFactory
from tests.scenarios.contracts import a_partner, an_active_contract
from tests.scenarios.installation import a_new_installation
from tests.scenarios.procurement import a_company
from tests.scenarios.tenders import a_published_tender, bid_content

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"
HISTORY = (
    "Order,Vendor,Category,Item,Quantity,Amount,Ordered,Promised,Delivered\n"
    "A-1,Alfa,Bearings,6205,10,500,2026-01-02,2026-02-01,2026-02-03\n"
    "A-2,Alfa,Bearings,6205,ten,500,2026-01-02,2026-02-01,2026-02-03\n"
)
FIELDS = ("key", "supplier", "category", "item", "quantity", "amount", "ordered_on", "promised_on", "received_on")


def upload(name="terms.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def own_language():
    """A request leaves the language of its person behind; the next test begins with its own."""
    with translation.override("en"):
        yield


@pytest.fixture
def room():
    """A published tender, whose buyer and two bidders each have a program."""
    return a_published_tender(suppliers=2)


@pytest.fixture
def buyer(room):
    return program_of(room.buyer)


@pytest.fixture
def bidders(room):
    return [program_of(room.bidder(supplier)) for supplier in room.suppliers[:2]]


def on(room, what, door=""):
    return api(f"{door}subject-{what}", "tenders.tender", room.tender.public_id)


def names(reply):
    return [row["name"] for row in reply.json()["results"]]


def test_a_file_comes_back_as_it_was_sent(room, buyer):
    made = buyer.post(on(room, "attachment"), {"file": upload()}, format="multipart").json()

    got = buyer.get(api("attachment-file", made["public_id"]))

    assert (made["name"], made["size"], made["audience"]) == ("terms.pdf", len(PDF), "internal")
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"].startswith("attachment;")


def test_a_file_that_may_not_be_kept_is_refused_at_its_field(room, buyer):
    reply = buyer.post(on(room, "attachment"), {"file": upload("run.exe", b"MZ\x90")}, format="multipart")

    assert (reply.status_code, reply.json()["errors"][0]["path"]) == (422, "file")
    assert Attachment.objects.count() == 0


def test_bidders_read_the_files_that_are_shared_and_add_none(room, buyer, bidders):
    for audience in ("internal", "supplier"):
        buyer.post(
            on(room, "attachment"), {"file": upload(f"{audience}.pdf"), "audience": audience}, format="multipart"
        )
    internal = Attachment.objects.get(audience="internal")

    added = bidders[0].post(on(room, "attachment", "portal-"), {"file": upload("mine.pdf")}, format="multipart")

    assert (added.status_code, Attachment.objects.count()) == (403, 2)
    assert names(buyer.get(on(room, "attachment"))) == ["supplier.pdf", "internal.pdf"]
    assert names(bidders[0].get(on(room, "attachment", "portal-"))) == ["supplier.pdf"]
    assert bidders[0].get(api("portal-attachment-file", internal.public_id)).status_code == 404


def test_internal_words_stay_internal_and_a_suppliers_are_always_shared():
    company, partner = a_company(), a_partner()
    contract = an_active_contract(company, partner)
    ours, theirs = program_of(company.manager), program_of(partner.person)
    rival = program_of(MembershipFactory().user)
    address = api("subject-comment", "contracts.contract", contract.public_id)
    door = api("portal-subject-comment", "contracts.contract", contract.public_id)
    ours.post(address, {"body": "He is expensive"})
    ours.post(address, {"body": "The drawing is new", "audience": "supplier"})

    said = theirs.post(door, {"body": "Thank you", "audience": "internal"}).json()

    assert said["audience"] == "supplier"
    bodies = [[row["body"] for row in p.get(a).json()["results"]] for p, a in ((ours, address), (theirs, door))]
    assert bodies == [["Thank you", "The drawing is new", "He is expensive"], ["Thank you", "The drawing is new"]]
    internal = Comment.objects.get(body="He is expensive")
    assert theirs.get(api("portal-comment-detail", internal.public_id)).status_code == 404
    assert [p.get(door).status_code for p in (rival, ours)] == [404, 403]


def test_what_one_bidder_is_to_do_no_rival_reads(room):
    first, second = (room.bidder(supplier) for supplier in room.suppliers[:2])
    add_todo(subject=room.tender, text="Send the drawing", assignee=first, audience="supplier", by=room.buyer)

    assert [len(discussion_of(room.tender, person).todos) for person in (first, second)] == [1, 0]


def test_a_withdrawn_comment_keeps_its_place_without_its_words(room, buyer):
    made = buyer.post(on(room, "comment"), {"body": "Wrong tender"}).json()

    reply = buyer.post(api("comment-withdraw", made["public_id"]))

    assert (reply.status_code, reply.json()["body"]) == (200, "")
    assert [row["body"] for row in buyer.get(on(room, "comment")).json()["results"]] == [""]


def test_a_subject_that_nobody_registered_is_missing(room, buyer):
    assert buyer.get(api("subject-comment", "accounts.user", room.buyer.public_id)).status_code == 404


def test_notices_are_worded_in_ones_language_and_read_one_by_one():
    register_kind(NoticeKind("test.notice", "Test", "It is %(what)s"))
    alice, bob = UserFactory(language="uk"), UserFactory()
    for what in ("late", "done"):
        notify(recipients=[alice], kind="test.notice", params={"what": what}, url="/")
    program = program_of(alice)
    rows = program.get(api("notice-list")).json()["results"]

    others = program_of(bob).post(api("notice-read", rows[0]["public_id"]))
    read = program.post(api("notice-read", rows[0]["public_id"])).json()

    assert [row["title"] for row in rows] == ["It is done", "It is late"]
    assert (others.status_code, read["read_at"] is not None) == (404, True)
    unread = {"read_at__isnull": "true"}
    assert [row["title"] for row in program.get(api("notice-list"), unread).json()["results"]] == ["It is late"]
    assert program.post(api("notice-read-all")).json() == {"marked": 1}
    assert program.get(api("notice-list"), unread).json()["results"] == []


def test_a_tokens_person_is_refused_in_his_own_language(room):
    User.objects.filter(pk=room.buyer.pk).update(language="uk")
    program = program_of(User.objects.get(pk=room.buyer.pk))

    reply = program.post(on(room, "attachment"), {"file": upload("run.exe", b"MZ\x90")}, format="multipart")

    assert reply["Content-Language"] == "uk"


@pytest.fixture
def importer():
    a_new_installation()
    return program_of(UserFactory(roles=[Role.CATEGORY_MANAGER]))


def test_history_comes_in_by_four_calls_and_the_bad_row_goes_out_with_its_reason(importer):
    sheet = upload("history.csv", HISTORY.encode())
    made = importer.post(api("import-list"), {"kind": "history", "file": sheet}, format="multipart").json()
    run = made["public_id"]
    importer.post(api("import-match-columns", run), {"mapping": {name: i for i, name in enumerate(FIELDS)}})
    previewed = importer.post(api("import-preview", run)).json()
    before = SupplyFact.objects.count()

    done = importer.post(api("import-confirm", run)).json()

    assert made["heads"][:3] == ["Order", "Vendor", "Category"]
    counts = [previewed[name] for name in ("status", "rows_total", "rows_good", "rows_rejected")]
    assert counts == ["previewed", 2, 1, 1]
    assert [(p["row"], p["field"]) for p in previewed["problems"]] == [(3, "quantity")]
    assert before == 0
    assert (done["status"], done["rows_done"], SupplyFact.objects.count()) == ("applied", 1, 1)
    rejects = b"".join(importer.get(api("import-rejects", run)).streaming_content)
    assert rejects.startswith(b"PK")


def test_what_one_may_not_bring_in_is_refused(importer):
    stranger = program_of(UserFactory())

    reply = stranger.post(
        api("import-list"), {"kind": "history", "file": upload("h.csv", HISTORY.encode())}, format="multipart"
    )

    assert reply.status_code == 403
    assert ImportRun.objects.count() == 0
    kinds = [[kind["key"] for kind in p.get(api("import-kinds")).json()] for p in (stranger, importer)]
    assert ["history" in keys for keys in kinds] == [False, True]


def test_the_auditor_reads_a_subjects_log_and_that_it_holds(room, buyer):
    auditor = program_of(UserFactory(roles=[Role.AUDITOR]))

    rows = auditor.get(on(room, "log")).json()["results"]

    published = Event.objects.get(name="TenderPublished")
    assert [row["hash"] for row in rows if row["name"] == "TenderPublished"] == [published.hash]
    assert {row["subject_type"] for row in rows} == {"tenders.tender"}
    assert auditor.get(on(room, "chain")).json() == {"events": len(rows), "holds": True, "broken": None}
    assert buyer.get(on(room, "log")).status_code == 404


def test_the_log_does_not_tell_of_bids_before_the_opening(room, bidders):
    bid = bidders[0].post(api("portal-tender-submit-bid", room.tender.public_id), bid_content(room.tender))
    assert bid.status_code == 201

    auditor = program_of(UserFactory(roles=[Role.AUDITOR]))

    assert Event.objects.filter(subject_type="tenders.bid").count() == 1
    assert auditor.get(api("log"), {"subject_type": "tenders.bid"}).json()["results"] == []
    assert auditor.get(api("subject-log", "tenders.bid", bid.json()["public_id"])).json()["results"] == []
    assert auditor.get(api("subject-chain", "tenders.bid", bid.json()["public_id"])).status_code == 404


def test_an_invited_person_registers_by_his_program():
    marta, supplier = UserFactory(roles=[Role.CATEGORY_MANAGER]), SupplierFactory()
    _row, key = invite_supplier(supplier=supplier, email="nina@newcomer.example", by=marta)
    body = {"key": key, "name": "Nina Ivanko", "password": "a-long-enough-phrase", "language": "uk"}

    weak = Program().post(api("portal-join"), body | {"password": "short"})
    reply = Program().post(api("portal-join"), body)
    again = Program().post(api("portal-join"), body)

    assert (weak.status_code, reply.status_code, again.status_code) == (422, 201, 409)
    assert reply["Cache-Control"] == "no-store"
    nina = Program()
    nina.credentials(HTTP_AUTHORIZATION=f"Bearer {reply.json()['token']}")
    companies = nina.get(api("portal-company-list")).json()["results"]
    assert [company["public_id"] for company in companies] == [supplier.public_id]
    assert Membership.objects.get().user.email == "nina@newcomer.example"


def test_registering_by_program_has_its_effect_once_however_often_it_is_sent():
    marta = UserFactory(roles=[Role.CATEGORY_MANAGER])
    keys = [
        invite_supplier(supplier=SupplierFactory(), email=f"{name}@newcomer.example", by=marta)[1]
        for name in ("nina", "olha")
    ]
    nina, olha = ({"key": key, "name": "Nina Ivanko", "password": "a-long-enough-phrase"} for key in keys)

    weak = Program().post(api("portal-join"), nina | {"password": "short"}, key="k1")
    made = Program().post(api("portal-join"), nina, key="k1")
    again = Program().post(api("portal-join"), nina, key="k1")
    other = Program().post(api("portal-join"), nina | {"name": "Another"}, key="k1")
    stranger = Program().post(api("portal-join"), olha, key="k1")
    as_form = Program().post(api("portal-join"), olha, key="k2", format="multipart")
    shapeless = [Program().post(api("portal-join"), body, key="k1").status_code for body in ([], {"key": ["x"]})]

    assert (weak.status_code, made.status_code, stranger.status_code) == (422, 201, 201)
    assert (again.status_code, again.json()["code"]) == (409, "reply_not_kept")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert (as_form.status_code, shapeless) == (409, [422, 422])
    assert Membership.objects.count() == 2


def test_a_colleague_is_asked_to_do_something_and_says_when_it_is_done(room, buyer):
    helper = UserFactory(roles=[Role.BUYER])
    asked = {"text": "Call the works", "assignee": helper.public_id, "due_on": "2027-03-01"}
    made = buyer.post(on(room, "todo"), asked, key="k1")
    again = buyer.post(on(room, "todo"), asked, key="k1")
    his = program_of(helper)

    mine = his.get(api("todo-list")).json()["results"]
    done = his.post(api("todo-finish", made.json()["public_id"])).json()
    left = his.get(api("todo-list")).json()["results"]
    back = his.post(api("todo-reopen", made.json()["public_id"])).json()

    assert (made.status_code, again.content == made.content, Todo.objects.count()) == (201, True, 1)
    assert [(row["text"], row["due_on"]) for row in mine] == [("Call the works", "2027-03-01")]
    assert (done["done_at"] is not None, left, back["done_at"]) == (True, [], None)
    assert buyer.get(api("todo-list")).json()["results"] == []


def test_only_a_colleague_who_sees_the_noun_is_asked(room, buyer, bidders):
    outsider = UserFactory()
    for assignee in (outsider.public_id, room.bidder(room.suppliers[0]).public_id, "nobody"):
        refused = buyer.post(on(room, "todo"), {"text": "Call", "assignee": assignee})

        assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "assignee")
    assert Todo.objects.count() == 0
    assert bidders[0].post(on(room, "todo", "portal-"), {"text": "Call"}).status_code == 405


def test_a_paper_is_asked_for_in_its_own_language_and_only_where_there_is_one(room, buyer):
    contract = an_active_contract(a_company(), a_partner())
    manager = program_of(contract.manager)
    door = api("subject-document", "contracts.contract", contract.public_id)

    made = manager.post(door, {"kind": "contracts.contract"}).json()
    refused = [manager.post(door, {"kind": kind}) for kind in ("contracts.order", "tenders.letter", "nonsense")]

    assert (made["kind"], made["language"], made["audience"]) == ("contracts.contract", contract.language, "supplier")
    assert [(r.status_code, r.json()["errors"][0]["path"]) for r in refused] == [(422, "kind")] * 3
    assert GeneratedDocument.objects.filter(requested_by=contract.manager).count() == 1


def test_how_one_is_told_is_chosen_by_kind_but_for_what_is_always_sent():
    register_kind(NoticeKind("test.chosen", "Chosen", "It is"))
    register_kind(NoticeKind("test.always", "Always", "It is", mandatory=True))
    register_kind(NoticeKind("test.theirs", "Theirs", "It is", portal=True))
    program = program_of(UserFactory())
    door = api("notice-preferences")

    after = program.post(door, {"kind": "test.chosen", "channel": "none"})
    refused = [
        program.post(door, {"kind": k, "channel": "none"}).status_code for k in ("test.always", "test.theirs", "x")
    ]
    wrong = program.post(door, {"kind": "test.chosen", "channel": "pigeon"})

    now = {row["kind"]: (row["channel"], row["mandatory"]) for row in program.get(door).json()}
    assert after.json() == program.get(door).json()
    assert (now["test.chosen"], now["test.always"], "test.theirs" in now) == (("none", False), ("both", True), False)
    assert refused == [409, 409, 409]
    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (422, "channel")
    assert Preference.objects.count() == 1
