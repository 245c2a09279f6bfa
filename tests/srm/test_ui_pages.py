"""The frame: who sees which layout, what the shared pages answer."""

import pytest
from django.test import Client
from django.urls import reverse

from srm.accounts.states import Role
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
