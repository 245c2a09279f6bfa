"""S11: award, opening and bank change ask for a second factor, in pages and REST; no such route can be forgotten."""

import inspect
import re
from dataclasses import dataclass
from typing import Any

import pytest

from srm.accounts.services import issue_token
from srm.api.verbs import Verb
from srm.events.models import Event
from suppliers.models import BankAccount
from tenders.models import Award, Tender
from tests.api_client import Program
from tests.cast import make_cast
from tests.factors import code_of, with_factor
from tests.matrix.routes import all_routes
from tests.matrix.suppliers import a_supplier, an_account
from tests.matrix.tenders import a_closed, an_award

ACCOUNT = {"iban": "DE89370400440532013000", "currency": "EUR"}
BINDING = ("approve_award", "open_bids", "propose_bank_account", "confirm_bank_account")  # the services that ask
SPEAKS_OF_IT = re.compile(r"\b(award|open|opening|bank)\b")
ROUTES = {(route.name, route.method): route for route in all_routes()}


@dataclass(frozen=True)
class Ask:
    """A route that asks: who may, on what, with which input, and what comes of it once he has shown his factor."""

    member: str
    of: Any
    data: dict[str, Any]
    done: Any


def is_awarded():
    return Award.objects.get().status in ("approved", "accepted")


def is_opened():
    return Tender.objects.get().opened_at is not None


def has_account():
    return BankAccount.objects.count() == 1


def is_confirmed():
    return BankAccount.objects.get().status == "confirmed"


ASKS = {
    ("tenders:award-approve", "*"): Ask("procurement_head", an_award, {"reason": "Agreed"}, is_awarded),
    ("api:award-approve", "POST"): Ask("procurement_head", an_award, {"comment": "Agreed"}, is_awarded),
    ("tenders:tender-open", "*"): Ask("buyer", a_closed, {}, is_opened),
    ("api:tender-open", "POST"): Ask("buyer", a_closed, {}, is_opened),
    ("suppliers:bank-account-create", "*"): Ask("finance", a_supplier, ACCOUNT, has_account),
    ("api:bank-account-list", "POST"): Ask("finance", None, ACCOUNT, has_account),
    ("suppliers:portal-bank-account-create", "*"): Ask("supplier", None, ACCOUNT, has_account),
    ("api:portal-bank-account-list", "POST"): Ask("supplier", None, ACCOUNT, has_account),
    ("suppliers:bank-account-confirm", "*"): Ask("finance", an_account, {}, is_confirmed),
    ("api:bank-account-confirm", "POST"): Ask("finance", an_account, {}, is_confirmed),
}
NEED_NOT_ASK = {
    "tenders:lot-award": "proposes; the approval asks",
    "api:lot-propose-award": "proposes; the approval asks",
    "tenders:award-return": "sends a proposal back: nothing is given away",
    "api:award-send-back": "sends a proposal back: nothing is given away",
    "tenders:tender-opening": "the room, which is only read",
    "api:tender-close-without-award": "gives nothing away",
    "analytics:cycle-open-review": "opens a review of the cycle, no bids",
    "discussions:todo-open": "leads to what a to-do is about",
    "discussions:portal-todo-open": "leads to what a to-do is about",
    "suppliers:bank-account-reject": "stops an account from being used",
    "api:bank-account-reject": "stops an account from being used",
    "tenders:portal-award-accept": "the winner's own answer, after the award",
    "tenders:portal-award-refuse": "the winner's own answer, after the award",
    "api:portal-award-accept": "the winner's own answer, after the award",
    "api:portal-award-refuse": "the winner's own answer, after the award",
}


def services_called(route):
    """The names that the route's code speaks of: its view's source, or the verb it was declared with."""
    if actions := getattr(route.callback, "actions", None):
        method = getattr(route.callback.cls, actions[route.method.lower()])
        spec = getattr(method, "spec", None)
        return {spec.service.__name__} if isinstance(spec, Verb) else words_of(method)
    return words_of(inspect.unwrap(route.callback))


def words_of(code):
    return set(re.findall(r"\w+", inspect.getsource(code))) if inspect.isroutine(code) else set()


def writes(route):
    return route.method in ("*", "POST", "PUT", "PATCH", "DELETE")


def test_every_route_that_speaks_of_award_opening_or_bank_is_in_one_of_the_tables():
    found = {(r.name, r.method) for r in ROUTES.values() if writes(r) and SPEAKS_OF_IT.search(r.name.split(":")[-1])}
    named = {route for route in found if route in ASKS or route[0] in NEED_NOT_ASK}

    assert found - named == set(), "Ask for a second factor there, or say in NEED_NOT_ASK why not."


def test_every_route_whose_code_calls_such_a_service_asks():
    calling = {(r.name, r.method) for r in ROUTES.values() if services_called(r).intersection(BINDING)}

    assert calling == set(ASKS)


def test_the_tables_name_no_route_that_does_not_exist():
    names = {name for name, _method in ROUTES}

    assert set(ASKS) - set(ROUTES) == set()
    assert set(NEED_NOT_ASK) - names == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ASKS, ids=str)
def test_without_a_second_factor_nothing_happens(name):
    cast, ask, route = make_cast(), ASKS[name], ROUTES[name]
    with_factor(cast.people[ask.member])
    url, data = prepared(cast, ask, route)
    before = Event.objects.count()

    answer = post(cast.client(ask.member), url, data)

    assert answer.status_code == 403
    if url.startswith("/api/"):
        assert answer.json()["code"] == "elevation_needed"
    else:
        assert "Confirm it is you" in answer.content.decode()
        assert f'name="_resume" value="{url}"' in answer.content.decode()
    assert Event.objects.count() == before
    assert not BankAccount.objects.filter(status="confirmed").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ASKS, ids=str)
def test_with_one_it_is_done(name):
    cast, ask, route = make_cast(), ASKS[name], ROUTES[name]
    url, data = prepared(cast, ask, route)

    answer = post(cast.client(ask.member, elevated=True), url, data)

    assert answer.status_code in (200, 201, 302), answer.content.decode()
    assert ask.done()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in ASKS if n[0].startswith("api:")], ids=str)
def test_a_program_confirms_with_a_code_and_then_may(name):
    cast, ask, route = make_cast(), ASKS[name], ROUTES[name]
    user = with_factor(cast.people[ask.member])
    url, data = prepared(cast, ask, route)
    client = Program()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(user=user, by=user)[1]}")

    refused = client.post(url, data, key="k1")
    confirmed = client.post("/api/v1/me/elevation/", {"code": code_of(user)})
    answer = client.post(url, data, key="k1")

    assert (refused.status_code, refused.json()["code"]) == (403, "elevation_needed")
    assert confirmed.status_code == 200
    assert answer.status_code in (200, 201)
    assert ask.done()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in ASKS if not n[0].startswith("api:")], ids=str)
def test_what_was_typed_comes_through_the_page_that_asks(name):
    cast, ask, route = make_cast(), ASKS[name], ROUTES[name]
    user = with_factor(cast.people[ask.member])
    url, data = prepared(cast, ask, route)
    browser = cast.client(ask.member)

    page = browser.post(url, data).content.decode()
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    fields.pop("csrfmiddlewaretoken", None)
    sent_on = browser.post("/profile/confirm/", {**fields, "factor-code": code_of(user)})
    answer = browser.post(sent_on.url, fields)

    assert {k: fields[k] for k in data} == data
    assert (sent_on.status_code, sent_on.url) == (307, url)
    assert answer.status_code == 302
    assert ask.done()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in ASKS if ASKS[n].of], ids=str)
def test_what_one_may_not_see_is_missing_before_any_code_is_asked_for(name):
    cast, ask, route = make_cast(), ASKS[name], ROUTES[name]
    cast_of_others = "rival" if "portal" in name[0] else "requester"
    with_factor(cast.people[cast_of_others])
    url, data = prepared(cast, ask, route)

    answer = post(cast.client(cast_of_others), url, data)

    assert answer.status_code == 404


def prepared(cast, ask, route):
    made = ask.of(cast) if ask.of else None
    data = dict(ask.data)
    if route.name == "api:bank-account-list":
        data["supplier"] = cast.company.public_id
    return route.url(made), data


def post(client, url, data):
    kind = {"content_type": "application/json"} if url.startswith("/api/") else {}
    return client.post(url, data, **kind)
