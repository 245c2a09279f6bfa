"""The frame: who sees which layout, what the shared pages answer."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from srm.accounts.models import User
from srm.accounts.states import Role
from srm.ui import context
from srm.ui.registry import Bell, Navigation
from tests.factories.accounts import DepartmentFactory, PortalUserFactory, UserFactory

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_stranger_is_led_to_the_sign_in_page():
    answer = Client().get("/")

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_buyer_gets_the_frame_with_the_rail():
    answer = signed_in(UserFactory(roles=[Role.BUYER], name="Marta Petrova")).get("/")

    assert answer.status_code == 200
    assert "layouts/buyer.html" in [t.name for t in answer.templates]
    assert "Marta" in answer.content.decode()


def test_department_person_gets_the_frame_of_three_entries():
    answer = signed_in(UserFactory(department=DepartmentFactory(name="Production"))).get("/")

    assert "layouts/department.html" in [t.name for t in answer.templates]
    assert "Production" in answer.content.decode()


def test_suppliers_person_is_led_to_the_portal():
    client = signed_in(PortalUserFactory())

    assert client.get("/").url == "/portal/"
    assert "layouts/portal.html" in [t.name for t in client.get("/portal/").templates]


def test_staff_is_led_out_of_the_portal():
    answer = signed_in(UserFactory(roles=[Role.BUYER])).get("/portal/")

    assert answer.url == "/"


def test_gallery_is_for_administrators():
    assert signed_in(UserFactory(roles=[Role.BUYER])).get("/styleguide/").status_code == 404
    assert signed_in(UserFactory(roles=[Role.ADMIN])).get("/styleguide/").status_code == 200


def test_no_page_carries_inline_style_or_script():
    html = signed_in(UserFactory(roles=[Role.ADMIN])).get("/styleguide/").content.decode()

    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert html.count("<script") == html.count("<script src=") + html.count('type="application/json"')


def test_missing_page_is_shown_in_the_readers_frame():
    answer = signed_in(UserFactory(roles=[Role.BUYER])).get("/no-such-page/")

    assert answer.status_code == 404
    assert "layouts/buyer.html" in [t.name for t in answer.templates]


def test_search_is_answered_as_page_and_as_fragment():
    client = signed_in(UserFactory(roles=[Role.BUYER]))

    assert "<html" in client.get("/search/", {"q": "home"}).content.decode()
    assert "<html" not in client.get("/search/", {"q": "home"}, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize("name", ["profile", "profile_edit", "token_new", "delegation_new", "search"])
def test_own_pages_open(name):
    assert signed_in(UserFactory(roles=[Role.BUYER])).get(reverse(name)).status_code == 200


def test_new_key_is_shown_once_and_not_kept_by_the_browser():
    user = UserFactory()

    answer = signed_in(user).post(reverse("token_new"), {"name": "ERP"})

    assert answer.status_code == 200
    assert b"srm_" in answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    assert [token.name for token in user.api_tokens.all()] == ["ERP"]


def test_profile_is_changed_and_wrong_zone_refused():
    user = UserFactory(name="Oleh Tkach")
    client, good = signed_in(user), {"name": "Oleh T.", "language": "uk", "time_zone": "Europe/Kyiv"}

    wrong = client.post(reverse("profile_edit"), {**good, "time_zone": "Mars/Olympus"})
    user.refresh_from_db()
    before = user.name
    right = client.post(reverse("profile_edit"), good)
    user.refresh_from_db()

    assert (wrong.status_code, before) == (422, "Oleh Tkach")
    assert (right.status_code, user.name, user.language) == (302, "Oleh T.", "uk")
    assert b'role="alert"' in wrong.content


def test_language_is_remembered_for_strangers_and_in_the_account():
    stranger, user = Client(), UserFactory()

    stranger.post(reverse("set_language"), {"language": "ru", "next": "/accounts/login/"})
    signed_in(user).post(reverse("set_language"), {"language": "uk"})
    user.refresh_from_db()

    assert stranger.get("/accounts/login/").headers["Content-Language"] == "ru"
    assert user.language == "uk"


def test_language_form_leads_nowhere_else():
    answer = Client().post(reverse("set_language"), {"language": "ru", "next": "https://evil.example/"})

    assert answer.url == "/"


def test_counts_of_the_rail_are_asked_once_a_page(monkeypatch):
    asked = []
    rail = Navigation()
    rail.register(
        "needs", "Requisitions", "file-plus", "home", count=lambda user: asked.append(user) or User.objects.all()
    )
    monkeypatch.setattr(context, "navigation", rail)

    html = signed_in(UserFactory(roles=[Role.BUYER])).get("/search/", {"q": "requi"}).content.decode()

    assert len(asked) == 1
    assert f"<b>{User.objects.count()}</b>" in html


def test_fragments_do_not_ask_for_counts_of_the_bell(monkeypatch):
    asked = []
    bell = Bell("home", lambda user: asked.append(user))
    monkeypatch.setattr(context, "bell", bell)

    signed_in(UserFactory(roles=[Role.BUYER])).get("/search/", {"q": "x"}, headers={"HX-Request": "true"})

    assert asked == []


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_pages_of_our_faults_need_no_context(template):
    html = render_to_string(template)

    assert "<main" in html
