import csv
import io
import json

import pgtrigger
import pytest
from django.db import transaction

from srm import subjects
from srm.accounts.events import TokenIssued, TokenRevoked
from srm.accounts.models import LegalEntity, User
from srm.audit import texts
from srm.audit.queries import timeline
from srm.events.models import Event
from srm.events.services import record
from tests.factories.accounts import LegalEntityFactory, PortalUserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    subjects.register_subject(LegalEntity, sees=lambda user, _obj: user.name != "stranger", portal_url=lambda _o: "/")
    yield LegalEntityFactory()
    subjects._KINDS.pop("accounts.legalentity")
    texts._PARTS.pop("accounts.legalentity", None)


@pytest.fixture
def auditor():
    return UserFactory(roles=["auditor"])


def happen(subject, event=None, by=None):
    with transaction.atomic():
        return record(event or TokenIssued("=cmd|x"), subject=subject, by=by or UserFactory(name="Olga"))


def test_a_timeline_tells_in_words_what_happened_newest_first(company):
    happen(company)
    happen(company, TokenRevoked("k1"))

    entries = timeline(company, UserFactory())

    assert [e.text for e in entries] == ["API token “k1” revoked", "API token “=cmd|x” made"]
    assert entries[0].by.name == "Olga"


def test_parts_are_told_with_the_whole_unless_they_have_doors_of_their_own(company):
    part, hidden = LegalEntityFactory(), LegalEntityFactory()
    texts.register_parts(LegalEntity, lambda c: [part, hidden] if c == company else [])
    subjects.register_subject(LegalEntity, sees=lambda _user, obj: obj != hidden)
    happen(part, TokenIssued("part"))
    happen(hidden, TokenIssued("hidden"))

    assert [e.text for e in timeline(company, UserFactory())] == ["API token “part” made"]


def test_who_does_not_see_the_object_reads_no_timeline(company):
    happen(company)

    assert timeline(company, UserFactory(name="stranger")) == []


def test_a_suppliers_person_reads_only_what_is_meant_for_him(company, monkeypatch):
    monkeypatch.setitem(texts._TEXTS, "TokenRevoked", texts.EventText("For you", supplier=True, tone="good"))
    happen(company)
    happen(company, TokenRevoked("k1"))

    assert [e.text for e in timeline(company, PortalUserFactory())] == ["For you"]


@pytest.mark.parametrize(
    "path", ["/audit/", "/audit/events.csv", "/audit/events.jsonl", "/audit/accounts.legalentity/1/"]
)
def test_only_auditors_and_administrators_find_the_log(client, path):
    answers = []
    for person in (UserFactory(roles=["buyer", "procurement_head"]), UserFactory(), PortalUserFactory()):
        client.force_login(person)
        answers.append(client.get(path).status_code)

    assert answers == [404, 404, 404]


def test_the_log_is_narrowed_by_event_person_and_object(client, auditor, company):
    happen(company)
    happen(LegalEntityFactory(), TokenRevoked("k1"), by=UserFactory(name="Petro"))
    client.force_login(auditor)

    def found(query):
        return [row.name for row, _entry in client.get(f"/audit/?{query}").context["rows"]]

    assert found("") == ["TokenRevoked", "TokenIssued"]
    assert found("event=TokenIssued") == ["TokenIssued"]
    assert found("person=petro") == ["TokenRevoked"]
    assert found(f"subject=accounts.legalentity:{company.pk}") == ["TokenIssued"]
    assert found("since=2000-01-01&until=2000-01-02") == []
    assert found("order_by=by__password&name__startswith=T&subject=x:9999999999999999999999") == []


def test_a_chain_that_was_tampered_with_is_shown_with_its_first_bad_row(client, auditor, company):
    happen(company)
    client.force_login(auditor)
    before = client.get(f"/audit/accounts.legalentity/{company.pk}/").content.decode()
    with pgtrigger.ignore("events.Event:event_append_only"):
        Event.objects.update(data={"name": "forged"})

    after = client.get(f"/audit/accounts.legalentity/{company.pk}/").content.decode()

    assert "The chain holds" in before
    assert "The chain is broken" in after
    assert "number 1, TokenIssued" in after


def test_the_log_is_exported_without_formulas_and_with_its_hashes(client, auditor, company):
    row = happen(company, by=User.objects.create(email="=evil@x.example", name="=1+1"))
    client.force_login(auditor)

    as_csv = client.get("/audit/events.csv")
    as_json = client.get("/audit/events.jsonl")

    table = list(csv.reader(io.StringIO(as_csv.getvalue().decode())))
    assert table[0][0] == "at"
    assert table[1][4] == "'=evil@x.example"
    assert table[1][7] == row.hash
    assert not [cell for line in table for cell in line if cell.startswith(("=", "+", "@"))]
    body = json.loads(as_json.getvalue())
    assert (body["kind"], body["hash"]) == ("TokenIssued", row.hash)
    assert as_csv.headers["Content-Disposition"].startswith("attachment")
