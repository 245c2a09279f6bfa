"""S11: other sites cannot act for a signed-in person nor frame our pages; a session is new at sign-in."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import make_cast
from tests.factories.accounts import UserFactory
from tests.matrix.routes import all_routes

pytestmark = pytest.mark.django_db
ROUTES = all_routes()
NO_SESSION = {"api:portal-join"}  # looks at no cookie: the key of the invitation in its body is the proof


def test_a_post_without_the_csrf_token_is_refused_everywhere():
    browser = make_cast().client("buyer", enforce_csrf_checks=True)

    open_doors = [
        f"{route.name}: {answer.status_code}"
        for route in ROUTES
        if route.method in ("*", "POST", "PUT", "PATCH", "DELETE") and route.name not in NO_SESSION
        if (answer := browser.post(route.url_of_nothing())).status_code != 403
        if answer.status_code != 405
    ]

    assert open_doors == []


def test_only_the_api_checks_the_token_itself():
    exempt = [r.name for r in ROUTES if getattr(r.callback, "csrf_exempt", False) and not r.name.startswith("api:")]

    assert exempt == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/api/v1/docs/", "/api/v1/me/", "/nothing/"])
def test_no_answer_may_be_framed_or_guessed_at(path):
    answer = Client().get(path)

    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = Client().get("/accounts/login/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    for weakness in ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*"):
        assert weakness not in policy


def test_the_session_is_another_one_after_signing_in():
    person = UserFactory()
    person.set_password("correct horse battery")
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    browser = Client()
    browser.get(reverse("account_login"))
    session = browser.session
    session["before"] = "yes"
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    answer = browser.post(reverse("account_login"), {"login": person.email, "password": "correct horse battery"})

    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
    assert browser.session.get("_auth_user_id") == str(person.pk)
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    assert not type(session)(session.session_key).exists(session.session_key)
