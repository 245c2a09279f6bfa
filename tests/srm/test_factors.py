"""The second factor in services, pages and REST: set up, shown once, guessed at, run out, taken away."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from srm.accounts import elevation, totp
from srm.accounts.demo import demo_code, demo_secret
from srm.accounts.factors import factor_of, recovery_codes_left, secret_of
from srm.accounts.models import ApiToken
from srm.accounts.services import (
    elevate_token,
    enrol_factor,
    issue_token,
    remove_factor,
    renew_recovery_codes,
    show_factor,
)
from srm.accounts.services import factor as services
from srm.accounts.states import Purpose, Role
from srm.clock import database_now
from srm.demo import factors as demo_factors
from srm.errors import Invalid, NotPermitted, Refused, TooManyTries
from srm.events.services import broken_link, history
from tests.api_client import Program
from tests.factories.accounts import PortalUserFactory, UserFactory
from tests.factors import OLD_CODE, SECRET, WRONG, code_of, elevate, with_factor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
CONFIRM, ENROL = "/profile/confirm/", "/profile/factor/new/"
ELEVATION = "/api/v1/me/elevation/"
PASSWORD = "correct horse battery"


def browser_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def program(user):
    token, key = issue_token(user=user, by=user, name="erp")
    client = Program()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return token, client


def told(user):
    return [(e.name, e.data.get("purpose", "")) for e in history(user) if e.name.startswith(("Factor", "Recovery"))]


def is_elevated(client, user):
    request = type("Request", (), {"session": client.session, "user": user})
    return elevation.is_elevated(request)


def enrolled(user):
    secret = totp.new_secret()
    code = totp.code_at(secret, totp.counter_at(database_now()))
    return secret, code, enrol_factor(user=user, secret=secret, code=code, by=user)


def test_an_app_is_set_up_with_its_code_and_recovery_codes_come_with_it():
    user = UserFactory()

    secret, _code, codes = enrolled(user)

    app = factor_of(user)
    assert (secret_of(app), len(set(codes)), recovery_codes_left(user)) == (secret, 10, 10)
    assert secret not in str(app.data)
    assert told(user) == [("FactorEnrolled", "")]


def test_a_wrong_code_sets_nothing_up():
    user = UserFactory()

    with pytest.raises(Invalid):
        enrol_factor(user=user, secret=SECRET, code=OLD_CODE, by=user)

    assert Authenticator.objects.count() == 0
    assert told(user) == []


def test_another_one_cannot_set_it_up_nor_a_second_time():
    user = UserFactory()
    enrolled(user)
    app = factor_of(user)

    with pytest.raises(NotPermitted):
        enrol_factor(user=UserFactory(), secret=SECRET, code="", by=user)
    with pytest.raises(Refused):
        enrol_factor(user=user, secret=SECRET, code="", by=user)

    assert list(Authenticator.objects.filter(type="totp")) == [app]


def test_the_code_of_the_set_up_is_used_up():
    user = UserFactory()
    _secret, code, _codes = enrolled(user)

    with pytest.raises(Invalid):
        show_factor(user=user, code=code, purpose=Purpose.SESSION, by=user)

    assert told(user) == [("FactorEnrolled", ""), ("FactorRefused", "session")]


def test_a_code_is_accepted_once_for_whatever_purpose():
    user = with_factor(UserFactory())
    code = code_of(user)

    show_factor(user=user, code=code, purpose=Purpose.SIGN_IN, by=user)
    with pytest.raises(Invalid):
        show_factor(user=user, code=code, purpose=Purpose.SESSION, by=user)

    assert told(user) == [("FactorShown", "sign_in"), ("FactorRefused", "session")]


def test_a_recovery_code_is_accepted_once_and_renewing_ends_the_others():
    user = UserFactory()
    _secret, _code, codes = enrolled(user)

    show_factor(user=user, code=f"{codes[0][:4]} {codes[0][4:]}", purpose=Purpose.SESSION, by=user)
    left = recovery_codes_left(user)
    with pytest.raises(Invalid):
        show_factor(user=user, code=codes[0], purpose=Purpose.SESSION, by=user)
    fresh = renew_recovery_codes(user=user, by=user)
    with pytest.raises(Invalid):
        show_factor(user=user, code=codes[1], purpose=Purpose.SESSION, by=user)
    show_factor(user=user, code=fresh[1], purpose=Purpose.SESSION, by=user)

    assert (left, recovery_codes_left(user)) == (9, 9)
    assert history(user).filter(name="FactorShown").first().data["means"] == "recovery_codes"
    assert broken_link(user) is None


def test_after_five_wrong_codes_in_a_row_even_the_right_one_has_to_wait():
    user, other = with_factor(UserFactory()), with_factor(UserFactory())
    for _ in range(5):
        with pytest.raises(Invalid):
            show_factor(user=user, code=WRONG, purpose=Purpose.SESSION, by=user)

    with pytest.raises(TooManyTries) as refusal:
        show_factor(user=user, code=code_of(user), purpose=Purpose.SESSION, by=user)
    show_factor(user=other, code=code_of(other), purpose=Purpose.SESSION, by=other)
    show_factor(user=user, code=code_of(user), purpose=Purpose.SIGN_IN, by=user)

    assert 0 < refusal.value.wait <= 300
    assert [name for name, _ in told(user)] == ["FactorRefused"] * 5 + ["FactorShown"]


def test_the_wait_ends_by_itself(monkeypatch):
    user = with_factor(UserFactory())
    for _ in range(5):
        with pytest.raises(Invalid):
            show_factor(user=user, code=WRONG, purpose=Purpose.SESSION, by=user)
    later = database_now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(services, "database_now", lambda: later)

    show_factor(
        user=user, code=totp.code_at(SECRET, totp.counter_at(later)), purpose=Purpose.SESSION, by=user
    )  # fmt: skip

    assert told(user)[-1] == ("FactorShown", "session")


def test_a_right_code_forgives_the_wrong_ones():
    user = with_factor(UserFactory())
    for wrong in (True, True, True, True, False, True):
        if wrong:
            with pytest.raises(Invalid):
                show_factor(user=user, code=WRONG, purpose=Purpose.SESSION, by=user)
        else:
            show_factor(user=user, code=code_of(user), purpose=Purpose.SESSION, by=user)

    show_factor(user=user, code=code_of(user), purpose=Purpose.SESSION, by=user)

    assert told(user)[-1] == ("FactorShown", "session")


def test_only_the_person_or_an_administrator_with_a_reason_turns_it_off():
    user, admin = with_factor(UserFactory()), UserFactory(roles=[Role.ADMIN])
    token, _client = program(user)
    elevate_token(token=token, by=user)

    with pytest.raises(NotPermitted):
        remove_factor(user=user, by=UserFactory(), reason="Because")
    with pytest.raises(Invalid):
        remove_factor(user=user, by=admin)
    assert factor_of(user) is not None
    remove_factor(user=user, by=admin, reason="Telephone lost")

    assert factor_of(user) is None
    assert ApiToken.objects.get().elevated_until is None
    assert history(user).last().data["reason"] == "Telephone lost"


def test_what_was_concealed_under_another_key_is_a_wrong_code(settings):
    user = with_factor(UserFactory())
    settings.SECRET_KEY = "another " * 8

    with pytest.raises(Invalid):
        show_factor(
            user=user, code=totp.code_at(SECRET, totp.counter_at(database_now())), purpose=Purpose.SESSION, by=user
        )

    settings.SECRET_KEY_FALLBACKS = [settings.DEMO_SECRET_KEY]
    show_factor(user=user, code=code_of(user), purpose=Purpose.SESSION, by=user)


class TestConfirmPage:
    def test_a_right_code_elevates_this_browser_only_and_leads_back(self):
        user = with_factor(UserFactory())
        here, elsewhere = browser_of(user), browser_of(user)

        answer = here.post(f"{CONFIRM}?next=/tenders/%3Fq%3Dx", {"factor-code": code_of(user)})

        assert (answer.status_code, answer.url) == (302, "/tenders/?q=x")
        assert (is_elevated(here, user), is_elevated(elsewhere, user)) == (True, False)
        assert told(user) == [("FactorShown", "session")]

    @pytest.mark.parametrize("code", [WRONG, "", "abc", OLD_CODE])
    def test_a_wrong_code_changes_nothing(self, code):
        user = with_factor(UserFactory())
        browser = browser_of(user)

        answer = browser.post(CONFIRM, {"factor-code": code, "reason": "typed", "_resume": "/awards/x/approve/"})

        assert answer.status_code == 422
        assert 'name="reason" value="typed"' in answer.content.decode()
        assert not is_elevated(browser, user)

    @pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
    def test_it_leads_nowhere_else(self, evil):
        user = with_factor(UserFactory())
        browser = browser_of(user)

        answer = browser.post(f"{CONFIRM}?next={evil}", {"factor-code": code_of(user), "_resume": evil})

        assert (answer.status_code, answer.url) == (302, "/")

    def test_after_fifteen_minutes_it_is_asked_for_again(self, monkeypatch):
        user = with_factor(UserFactory())
        browser = browser_of(user)
        browser.post(CONFIRM, {"factor-code": code_of(user)})
        now = database_now()

        states = []
        for minutes in (14, 16):
            monkeypatch.setattr(elevation, "database_now", lambda minutes=minutes: now + timedelta(minutes=minutes))
            states.append(is_elevated(browser, user))

        assert states == [True, False]

    def test_the_next_one_at_the_same_browser_is_not_elevated(self):
        user = UserFactory()
        browser = elevate(browser_of(user), user)

        assert is_elevated(browser, user)
        assert not is_elevated(browser, UserFactory())

    def test_neither_kind_of_key_undoes_the_count_of_wrong_codes(self):
        user = with_factor(UserFactory())
        browser, (_token, client) = browser_of(user), program(user)
        for n in range(5):
            assert browser.post(CONFIRM, {"factor-code": WRONG, "_once": f"k{n}"}).status_code == 422
            assert client.post(ELEVATION, {"code": WRONG}, key=f"k{n}").status_code == 422

        page = browser.post(CONFIRM, {"factor-code": code_of(user), "_once": "k6"})
        reply = client.post(ELEVATION, {"code": code_of(user)}, key="k6")

        assert (page.status_code, reply.status_code) == (429, 429)
        assert int(page["Retry-After"]) > 0
        assert reply["Retry-After"]
        assert (reply["Content-Type"], reply.json()["code"]) == ("application/problem+json", "too_many_tries")
        assert [name for name, _ in told(user)] == ["FactorRefused"] * 10

    def test_who_has_none_is_led_to_set_one_up_and_then_on(self):
        user = UserFactory()
        user.set_password(PASSWORD)
        user.save()
        browser = browser_of(user)

        page = browser.get(f"{CONFIRM}?next=/tenders/").content.decode()
        secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        code = totp.code_at(secret, totp.counter_at(database_now()))
        action = re.search(r'action="(/profile/factor/new/[^"]*)"', page)[1]
        answer = browser.post(action, {"factor-code": code, "factor-password": PASSWORD})
        codes = re.findall(r"<li><code>(\d{8})</code>", answer.content.decode())

        assert "<svg" in page
        assert len(codes) == 10
        assert 'href="/tenders/"' in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert is_elevated(browser, user)

    @pytest.mark.parametrize("password", ["", "wrong"])
    def test_a_browser_left_open_is_not_enough_to_set_one_up(self, password):
        user = UserFactory()
        user.set_password(PASSWORD)
        user.save()
        browser = browser_of(user)
        page = browser.get(ENROL).content.decode()
        secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        code = totp.code_at(secret, totp.counter_at(database_now()))

        answer = browser.post(ENROL, {"factor-code": code, "factor-password": password})

        assert answer.status_code == 422
        assert Authenticator.objects.count() == 0

    @pytest.mark.parametrize("path", ["factor_codes", "factor_remove"])
    def test_new_recovery_codes_and_turning_off_ask_for_the_factor(self, path):
        user = with_factor(UserFactory())
        browser = browser_of(user)

        refused = browser.post(reverse(path))
        elevate(browser, user)
        done = browser.post(reverse(path))

        assert (refused.status_code, done.status_code in (200, 302)) == (403, True)
        assert told(user) == [("RecoveryCodesMade" if path == "factor_codes" else "FactorRemoved", "")]

    def test_an_htmx_request_gets_the_page_in_place_of_the_part_it_asked_for(self):
        user = with_factor(UserFactory())

        answer = browser_of(user).post(reverse("factor_remove"), HTTP_HX_REQUEST="true")

        assert (answer.status_code, answer["HX-Retarget"]) == (409, "body")
        assert "Confirm it is you" in answer.content.decode()
        assert factor_of(user) is not None

    @pytest.mark.parametrize("path", [CONFIRM, ENROL, "/profile/factor/codes/", "/profile/factor/remove/"])
    def test_other_sites_cannot_post_there(self, path):
        user = with_factor(UserFactory())
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

        assert browser.post(path, {"factor-code": code_of(user)}).status_code == 403
        assert told(user) == []


class TestElevationByProgram:
    def test_a_right_code_elevates_this_key_for_fifteen_minutes(self):
        user = with_factor(PortalUserFactory())
        token, client = program(user)
        other_token, _other = program(user)

        reply = client.post(ELEVATION, {"code": code_of(user)})

        token.refresh_from_db()
        other_token.refresh_from_db()
        left = token.elevated_until - database_now()
        assert reply.status_code == 200
        assert timedelta(minutes=14) < left <= timedelta(minutes=15)
        assert other_token.elevated_until is None
        assert history(user).get(name="FactorShown").data["token"] == "erp"

    def test_a_wrong_code_is_a_problem_at_its_field_and_changes_nothing(self):
        user = with_factor(UserFactory())
        token, client = program(user)

        reply = client.post(ELEVATION, {"code": WRONG})

        token.refresh_from_db()
        assert (reply.status_code, reply["Content-Type"]) == (422, "application/problem+json")
        assert reply.json()["errors"][0]["path"] == "code"
        assert token.elevated_until is None

    def test_another_persons_code_does_not_count(self):
        user, other = with_factor(UserFactory()), with_factor(UserFactory(), secret=totp.new_secret())
        token, client = program(user)

        reply = client.post(ELEVATION, {"code": code_of(other)})

        token.refresh_from_db()
        assert reply.status_code == 422
        assert token.elevated_until is None
        assert told(other) == []

    def test_who_has_none_is_told_where_to_set_one_up(self):
        user = UserFactory()
        token, client = program(user)

        reply = client.post(ELEVATION, {"code": WRONG})

        token.refresh_from_db()
        assert (reply.status_code, reply.json()["code"]) == (409, "no_factor")
        assert token.elevated_until is None

    def test_a_key_made_in_an_elevated_browser_is_elevated_as_long(self):
        user = UserFactory()
        browser = elevate(browser_of(user), user)
        until = browser.session[elevation.SESSION_KEY]["until"]

        browser.post("/profile/tokens/new/", {"name": "page"})
        browser.post("/api/v1/me/tokens/", {"name": "program"}, content_type="application/json")
        browser_of(user).post("/profile/tokens/new/", {"name": "without"})

        marks = dict(ApiToken.objects.values_list("name", "elevated_until"))
        assert {name: mark and mark.isoformat() for name, mark in marks.items()} == {
            "page": until, "program": until, "without": None,
        }  # fmt: skip

    def test_a_key_is_elevated_by_its_owner_only(self):
        token, _client = program(UserFactory())

        with pytest.raises(NotPermitted):
            elevate_token(token=token, by=UserFactory())

        token.refresh_from_db()
        assert token.elevated_until is None


class TestDemo:
    def test_the_page_shows_a_login_of_the_demo_its_code(self):
        user = with_factor(UserFactory(), secret=demo_secret("marta@northwind.example"))
        type(user).objects.filter(pk=user.pk).update(email="marta@northwind.example")
        user.refresh_from_db()

        page = browser_of(user).get(CONFIRM).content.decode()

        assert f'<b class="tab">{demo_code(user)}</b>' in page
        assert f'value="{demo_code(user)}"' in page

    def test_the_example_company_gives_one_to_those_logins_that_need_it_once(self, settings):
        marta = UserFactory(email="marta.petrova@northwind.example")
        oleh = UserFactory(email="oleh.tkach@northwind.example")
        settings.PRODUCTION = True
        demo_factors.load("example", "s", print)
        in_production = Authenticator.objects.count()
        settings.PRODUCTION = False

        for _ in range(2):
            demo_factors.load("example", "s", print)
        show_factor(user=marta, code=demo_code(marta), purpose=Purpose.SESSION, by=marta)

        assert (in_production, Authenticator.objects.count(), factor_of(oleh)) == (0, 1, None)

    def test_nobody_else_is_shown_anything(self):
        user = with_factor(UserFactory())

        page = browser_of(user).get(CONFIRM).content.decode()

        assert demo_code(user) is None
        assert "srm code" not in page

    def test_production_neither_shows_nor_accepts_a_code_of_the_demo(self, settings):
        user = UserFactory()
        with_factor(user, secret=demo_secret(user.email))
        code = code_of(user)
        settings.PRODUCTION = True

        assert demo_code(user) is None
        with pytest.raises(Invalid):
            show_factor(user=user, code=code, purpose=Purpose.SESSION, by=user)

        assert told(user) == [("FactorRefused", "session")]

    def test_with_a_key_of_ones_own_it_is_no_demo(self, settings):
        user = UserFactory()
        with_factor(user, secret=demo_secret(user.email))
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "k" * 60

        assert demo_code(user) is None

    def test_the_command_prints_the_code_of_a_login_of_the_demo_only(self, capsys, monkeypatch):
        from contextlib import nullcontext

        from srm.cli import code as command

        monkeypatch.setattr(command, "product", nullcontext)
        user, other = UserFactory(), with_factor(UserFactory())
        with_factor(user, secret=demo_secret(user.email))

        results = [command.run(type("Args", (), {"email": e})) for e in (user.email, other.email, "no@one.example")]

        told_out = capsys.readouterr()
        assert results == [0, 2, 2]
        assert told_out.out.strip() == demo_code(user)
        assert told_out.err.count("is no login of the demo") == 2


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


class TestSignIn:
    def test_the_password_alone_signs_nobody_in_who_has_a_factor(self):
        user = with_factor(with_password(UserFactory()))
        client = Client()

        answer = sign_in(client, user)

        assert answer.url == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session
        for path in ("home", "profile", "confirm", "factor"):
            assert client.get(reverse(path)).url.startswith(reverse("account_login"))
        assert client.get("/api/v1/me/").status_code == 401

    def test_the_code_does_and_counts_as_shown(self):
        user = with_factor(with_password(UserFactory()))
        client = Client()
        sign_in(client, user)

        client.post(reverse("mfa_authenticate"), {"code": code_of(user)})

        assert client.session["_auth_user_id"] == str(user.pk)
        assert is_elevated(client, user)
        assert told(user) == [("FactorShown", "sign_in")]

    def test_a_wrong_code_does_not_and_the_sixth_waits(self):
        user = with_factor(with_password(UserFactory()))
        client = Client()
        sign_in(client, user)
        for _ in range(5):
            client.post(reverse("mfa_authenticate"), {"code": WRONG})

        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(user)})

        assert "Too many wrong codes" in answer.content.decode()
        assert "_auth_user_id" not in client.session
        assert told(user) == [("FactorRefused", "sign_in")] * 5

    def test_a_code_by_e_mail_does_not_replace_the_factor(self, mailoutbox):
        user = with_factor(with_password(UserFactory()))
        client = Client()
        client.post(reverse("account_request_login_code"), {"email": user.email})
        lines = [line.strip() for line in mailoutbox[0].body.splitlines()]
        code = next((line for line in lines if re.fullmatch(r"[A-Z0-9-]{6,12}", line)), f"no code in {lines}")

        answer = client.post(reverse("account_confirm_login_code"), {"code": code})

        assert answer.status_code == 302, code
        assert answer.url == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session

    def test_a_new_password_does_not_replace_the_factor(self, mailoutbox):
        user = with_factor(with_password(UserFactory()))
        client = Client()
        client.post(reverse("account_reset_password"), {"email": user.email})
        link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", mailoutbox[0].body)[1]
        form = client.get(link, follow=True).redirect_chain[-1][0]

        client.post(form, {"password1": "another long password", "password2": "another long password"})

        assert "_auth_user_id" not in client.session
        assert sign_in(client, user, "another long password").url == reverse("mfa_authenticate")

    def test_the_back_office_has_no_sign_in_of_its_own(self):
        user = with_factor(with_password(UserFactory(roles=[Role.ADMIN], is_staff=True, is_superuser=True)))
        client = Client()

        answer = client.post("/admin/login/", {"username": user.email, "password": PASSWORD, "next": "/admin/"})

        assert answer.url.startswith(reverse("account_login"))
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize(
        "path",
        ["", "reauthenticate/", "totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"],
    )
    def test_the_librarys_own_pages_of_the_factor_are_closed(self, path):
        user = with_factor(UserFactory())
        browser = browser_of(user)

        answers = [browser.get(f"/accounts/2fa/{path}"), browser.post(f"/accounts/2fa/{path}")]

        assert [(a.status_code, a.url) for a in answers] == [(302, "/profile/factor/")] * 2
        assert factor_of(user) is not None
