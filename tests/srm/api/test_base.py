"""The manners of every endpoint, shown on delegations and reference data."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from srm.accounts.models import ApiToken, Delegation
from srm.idempotency.models import IdempotencyRecord
from tests.api_client import Program, api, program_of
from tests.factories.accounts import DepartmentFactory, PortalUserFactory, UserFactory
from tests.factories.reference import CategoryFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return UserFactory(name="Alice", department=DepartmentFactory())


def period(substitute, principal, **changes):
    now = timezone.now()
    return {
        "principal": principal.public_id, "substitute": substitute.public_id,
        "starts_at": now.isoformat(), "ends_at": (now + timedelta(days=3)).isoformat(), **changes,
    }  # fmt: skip


def test_nobody_gets_401_with_a_challenge_as_problem_json():
    response = Client().get(api("me"))

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("spoil", [
    {"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}, {"digest": "0" * 64},
])  # fmt: skip
def test_a_dead_token_is_401(alice, spoil):
    client = program_of(alice)
    ApiToken.objects.update(**spoil)

    assert client.get(api("me")).status_code == 401


def test_a_former_employees_token_is_401(alice):
    client = program_of(alice)
    alice.is_active = False
    alice.save()

    assert client.get(api("me")).status_code == 401


def test_a_token_says_who_i_am(alice):
    assert program_of(alice).get(api("me")).json()["email"] == alice.email


def test_a_session_post_needs_the_csrf_token(alice):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)

    response = browser.post(api("delegation-list"), period(UserFactory(), alice), content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (403, "not_permitted")
    assert Delegation.objects.count() == 0


def test_missing_and_invisible_have_the_same_body(alice):
    others = Delegation.objects.create(
        principal=UserFactory(), substitute=UserFactory(), starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    client = program_of(alice)

    invisible = client.get(api("delegation-detail", others.public_id))
    missing = client.get(api("delegation-detail", "2" * 16))
    nowhere = client.get("/api/v1/nothing/")

    assert (invisible.status_code, missing.status_code, nowhere.status_code) == (404, 404, 404)
    assert invisible.content == missing.content == nowhere.content
    assert invisible["Content-Type"] == missing["Content-Type"] == nowhere["Content-Type"]


def test_a_verb_is_done_through_its_service(alice):
    bob = UserFactory()

    response = program_of(alice).post(api("delegation-list"), period(bob, alice))

    assert response.status_code == 201
    delegation = Delegation.objects.get()
    assert (delegation.principal, delegation.substitute, delegation.created_by) == (alice, bob, alice)
    assert response.json()["starts_at"].endswith("Z")
    assert response.json()["public_id"] == delegation.public_id


def test_a_verb_of_a_noun_answers_with_the_noun(alice):
    client = program_of(alice)
    made = client.post(api("delegation-list"), period(UserFactory(), alice)).json()

    response = client.post(api("delegation-revoke", made["public_id"]))

    assert response.status_code == 200
    assert response.json()["revoked_at"] is not None


def test_wrong_shape_is_422_with_the_path(alice):
    response = program_of(alice).post(api("delegation-list"), period(UserFactory(), alice, ends_at="soon"))

    assert (response.status_code, response.json()["code"]) == (422, "invalid")
    assert [e["path"] for e in response.json()["errors"]] == ["ends_at"]
    assert Delegation.objects.count() == 0


def test_a_services_invalid_is_422_with_the_path(alice):
    response = program_of(alice).post(api("delegation-list"), period(alice, alice))

    assert response.status_code == 422
    assert response.json()["errors"] == [{"path": "substitute", "message": "Choose another active colleague."}]


def test_not_permitted_is_403_with_the_reason(alice):
    response = program_of(alice).post(api("delegation-list"), period(alice, UserFactory()))

    assert response.status_code == 403
    assert response.json()["detail"] == "Only the person or an administrator may do this."
    assert Delegation.objects.count() == 0


def test_unreadable_json_is_400(alice):
    response = program_of(alice).generic("POST", api("delegation-list"), "{", content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "parse_error")


def test_json_nested_without_end_is_400(alice):
    response = program_of(alice).generic("POST", api("delegation-list"), "[" * 100_000, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "parse_error")


def test_a_body_that_is_too_large_is_413_with_the_limit(alice, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
    response = program_of(alice).post(api("delegation-list"), {"reason": "x" * 2**20})

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert response.json()["detail"] == "Too large: at most 1.0 MiB without files."
    assert response["Content-Type"] == "application/problem+json"


def test_a_post_without_the_last_slash_stays_a_post(alice):
    response = program_of(alice).post(api("delegation-list").rstrip("/"), period(UserFactory(), alice))

    assert (response.status_code, response["Location"]) == (308, api("delegation-list"))
    assert Delegation.objects.count() == 0


def test_the_same_key_makes_one_delegation_and_the_same_bytes(alice):
    client, body = program_of(alice), period(UserFactory(), alice)

    first = client.post(api("delegation-list"), body, key="k1")
    second = client.post(api("delegation-list"), body, key="k1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert (second["Content-Type"], second["Idempotency-Replayed"]) == ("application/json", "true")
    assert Delegation.objects.count() == 1


def test_the_same_key_with_another_body_is_422(alice):
    client, body = program_of(alice), period(UserFactory(), alice)
    client.post(api("delegation-list"), body, key="k1")

    response = client.post(api("delegation-list"), {**body, "reason": "leave"}, key="k1")

    assert (response.status_code, response.json()["code"]) == (422, "key_reused")
    assert Delegation.objects.count() == 1


def test_a_refused_post_frees_its_key(alice):
    client = program_of(alice)
    refused = client.post(api("delegation-list"), period(alice, alice), key="k1")

    done = client.post(api("delegation-list"), period(UserFactory(), alice), key="k1")

    assert (refused.status_code, done.status_code, Delegation.objects.count()) == (422, 201, 1)


def test_an_issued_key_is_shown_once_and_kept_nowhere(alice):
    client = program_of(alice)

    first = client.post(api("token-list"), {"name": "erp"}, key="k1")
    second = client.post(api("token-list"), {"name": "erp"}, key="k1")

    assert first.json()["key"].startswith("srm_")
    assert (second.status_code, second.json()["code"]) == (409, "reply_not_kept")
    assert IdempotencyRecord.objects.get().body is None
    assert ApiToken.objects.filter(name="erp").count() == 1


def test_lists_go_on_by_an_opaque_cursor(alice):
    for _ in range(5):
        CategoryFactory()
    client = program_of(alice)

    first = client.get(api("category-list"), {"page_size": 3}).json()
    second = client.get(first["next"]).json()

    codes = [c["code"] for c in first["results"] + second["results"]]
    assert (len(first["results"]), len(set(codes)), second["next"]) == (3, 5, None)
    assert client.get(api("category-list"), {"cursor": "cD0x"}).status_code == 404


def test_a_suppliers_person_reads_units_but_no_cost_centres():
    UnitFactory()
    client = program_of(PortalUserFactory())

    units, centres = client.get(api("unit-list")), client.get(api("cost-centre-list"))

    assert (units.status_code, len(units.json()["results"])) == (200, 1)
    assert centres.status_code == 403


def test_the_cache_being_down_does_not_stop_anyone(alice, monkeypatch):
    def down(*_args, **_kwargs):
        raise ConnectionError

    monkeypatch.setattr("django.core.cache.backends.locmem.LocMemCache.get", down)

    assert program_of(alice).get(api("me")).status_code == 200


def test_a_fault_of_ours_is_a_500_problem_without_a_word_of_it(alice, monkeypatch):
    monkeypatch.setattr("srm.api.nouns.me.MeSerializer.get_roles", lambda *_: 1 / 0)
    client = program_of(alice)
    client.raise_request_exception = False

    response = client.get(api("me"))

    assert (response.status_code, response.json()["code"]) == (500, "server_error")
    assert "division" not in response.content.decode()


def test_the_documentation_page_has_no_inline_script():
    response = Program().get(api("docs"))

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
