import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from srm.accounts.models import User
from srm.accounts.states import Role
from srm.events.models import Event
from srm.events.services import deliver_pending
from suppliers.services import invite_supplier, revoke_invitation
from tests.factories.accounts import PortalUserFactory, UserFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough word"


@pytest.fixture
def marta():
    return UserFactory(name="Marta Petrova", roles=[Role.CATEGORY_MANAGER])


def join_page(key):
    return reverse("suppliers:portal-join", args=[key])


def test_the_mail_carries_the_link_and_no_record_does(marta):
    _invitation, key = invite_supplier(supplier=SupplierFactory(), email="olena@alfa.example", by=marta)

    deliver_pending()
    deliver_pending()

    assert [m.to for m in mail.outbox] == [["olena@alfa.example"]]
    assert re.search(r"/portal/join/(\w+)/", mail.outbox[0].body).group(1) == key
    assert not [e for e in Event.objects.all() if key in str(e.data)]


def test_an_invited_person_registers_and_is_led_to_the_tender(marta):
    supplier = SupplierFactory()
    _invitation, key = invite_supplier(
        supplier=supplier, email="olena@alfa.example", by=marta, next_path="/portal/company/"
    )
    browser = Client()

    weak = browser.post(join_page(key), {"name": "Olena Koval", "password": "short", "language": "uk"})
    reply = browser.post(join_page(key), {"name": "Olena Koval", "password": PASSWORD, "language": "uk"})

    assert (weak.status_code, "Olena Koval" in weak.content.decode()) == (422, True)
    assert (reply.status_code, reply.url) == (302, "/portal/company/")
    assert browser.get("/portal/company/").status_code == 200
    assert User.objects.get(email="olena@alfa.example").language == "uk"
    assert Client().get(join_page(key)).status_code == 404


def test_a_link_taken_back_opens_nothing(marta):
    invitation, key = invite_supplier(supplier=SupplierFactory(), email="olena@alfa.example", by=marta)

    revoke_invitation(invitation=invitation, by=marta)

    assert Client().get(join_page(key)).status_code == 404
    assert Client().get(join_page("0" * 64)).status_code == 404


def test_a_person_with_an_account_accepts_with_it_and_nobody_else_can(marta):
    supplier, olena, eve = SupplierFactory(), PortalUserFactory(), PortalUserFactory()
    _invitation, key = invite_supplier(supplier=supplier, email=olena.email, by=marta)
    browser, other = Client(raise_request_exception=False), Client(raise_request_exception=False)
    browser.force_login(olena, backend="django.contrib.auth.backends.ModelBackend")
    other.force_login(eve, backend="django.contrib.auth.backends.ModelBackend")
    accept = reverse("suppliers:portal-join-accept", args=[key])

    assert other.post(accept).status_code == 403
    assert supplier.memberships.count() == 0
    assert browser.post(accept).status_code == 302
    assert supplier.memberships.get().user == olena
