"""S11-S16: sessions end when they should, letters lead to our own address, and no answer tells who has an account."""

import re
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from srm.accounts.services import end_sessions, find_token, issue_token
from srm.accounts.states import Role
from srm.errors import NotPermitted
from srm.events.services import history
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NOBODY = "nobody@northwind.example"
MOVING = re.compile(r"\b[A-Za-z0-9]{64}\b")  # the token against other sites' requests, masked anew each time


@pytest.fixture(autouse=True)
def nobody_was_counted_before(quick_passwords):
    cache.clear()


@pytest.fixture
def person():
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def signed_in(user):
    client = Client()
    sign_in(client, user.email)
    assert client.get(reverse("profile")).status_code == 200
    return client


def is_out(client):
    return client.get(reverse("profile")).status_code == 302


def test_signing_out_everywhere_ends_every_browser_and_no_key(person):
    here, elsewhere = signed_in(person), signed_in(person)
    _token, key = issue_token(user=person, by=person)

    answer = here.post(reverse("sessions_end"))

    assert answer.url == reverse("home")
    assert (is_out(here), is_out(elsewhere)) == (True, True)
    assert find_token(key) is not None
    assert history(person).last().name == "SessionsEnded"
    assert not is_out(signed_in(person))


def test_another_persons_browsers_stay(person):
    other = signed_in(person)

    signed_in_too = Client()
    signed_in_too.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    signed_in_too.post(reverse("sessions_end"))

    assert not is_out(other)


def test_an_administrator_ends_anyones_sessions_and_nobody_else_does(person):
    client = signed_in(person)

    with pytest.raises(NotPermitted):
        end_sessions(user=person, by=UserFactory(roles=[Role.BUYER]))
    assert not is_out(client)
    end_sessions(user=person, by=UserFactory(roles=[Role.ADMIN]))

    assert is_out(client)


def test_a_new_password_ends_the_other_browsers(person):
    other, client = signed_in(person), signed_in(person)
    new = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}

    client.post(reverse("account_change_password"), new)

    assert is_out(other)


def test_who_has_left_is_out_at_once(person):
    client = signed_in(person)
    _token, key = issue_token(user=person, by=person)

    type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert is_out(client)
    assert find_token(key) is None


def test_a_signed_out_session_cannot_be_used_again(person):
    client = signed_in(person)
    kept = client.cookies["sessionid"].value

    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = kept

    assert is_out(client)


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_a_letter_never_leads_to_the_host_that_a_request_names(person, settings, header):
    settings.ALLOWED_HOSTS = ["*"]  # whatever is allowed by mistake

    Client().post(reverse("account_reset_password"), {"email": person.email}, **{header: "evil.example"})
    Client().post(reverse("account_request_login_code"), {"email": person.email}, **{header: "evil.example"})

    letters = [f"{m.subject}\n{m.body}\n{m.alternatives}" for m in mail.outbox]
    assert len(letters) == 2
    assert not [letter for letter in letters if "evil.example" in letter]
    assert f"{settings.SITE_URL}/accounts/password/reset/key/" in letters[0]


def test_a_host_that_is_not_ours_is_refused(person):
    answer = Client().post(reverse("account_reset_password"), {"email": person.email}, HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("route", "field", "more"),
    [
        ("account_login", "login", {"password": "wrong password"}),
        ("account_reset_password", "email", {}),
        ("account_request_login_code", "email", {}),
    ],
)
def test_known_and_unknown_addresses_get_the_same_answer_and_cost_the_same_work(person, route, field, more):
    seen = []
    for email in (person.email, NOBODY):
        with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, return_value="x") as hashed:
            answer = Client(raise_request_exception=False).post(reverse(route), {field: email, **more})
        text = MOVING.sub("", answer.content.decode().replace(email, ""))
        seen.append((answer.status_code, answer.headers.get("Location"), text, hashed.call_count, len(mail.outbox)))
        mail.outbox.clear()

    assert seen[0] == seen[1]


def test_wrong_passwords_from_one_place_do_not_lock_the_person_out_elsewhere(person):
    for _ in range(7):
        sign_in(Client(), person.email, "wrong password", REMOTE_ADDR="203.0.113.7")

    guesser, owner = Client(), Client()
    refused = sign_in(guesser, person.email, REMOTE_ADDR="203.0.113.7")
    sign_in(owner, person.email, REMOTE_ADDR="198.51.100.4")

    assert refused.status_code == 200
    assert "_auth_user_id" not in guesser.session
    assert owner.session["_auth_user_id"] == str(person.pk)


def test_wrong_passwords_do_not_lock_a_colleague_at_the_same_place_out(person):
    for _ in range(12):
        sign_in(Client(), NOBODY, "wrong password", REMOTE_ADDR="203.0.113.8")

    client = Client()
    sign_in(client, person.email, REMOTE_ADDR="203.0.113.8")

    assert client.session["_auth_user_id"] == str(person.pk)
