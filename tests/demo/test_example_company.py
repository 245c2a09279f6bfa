"""`make demo` opens on a company that is whole, can be made again without a second copy, and lets its people in."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from procurement.models import Bundle, Cycle, Requisition, SupplyPlan
from procurement.queries import current_cycle
from srm.accounts.factors import factor_of
from srm.accounts.models import User
from srm.clock import organisation_today
from srm.demo.load import load
from srm.demo.logins import LOGINS
from srm.events.models import Delivery, Event
from srm.events.services import broken_link, deliver_pending
from srm.reference.models import Category
from suppliers.models import Supplier, SupplyFact
from tenders.models import Tender
from tests.factors import code_of
from tests.scenarios.installation import a_new_installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def make_the_company(say: Callable[[str], None] = lambda _line: None) -> None:
    load("example", "s", say)
    deliver_pending()


def rows_of_every_table() -> dict[str, int]:
    """How many rows each model has; sessions, locks and the like are not the company's."""
    ours = {"srm", "suppliers", "procurement", "tenders", "contracts", "analytics"}
    kept = [m for m in apps.get_models() if m.__module__.split(".")[0] in ours and m._meta.managed]
    return {model._meta.label: _count(model) for model in kept}


def _count(model: type[models.Model]) -> int:
    return model._base_manager.count()


def test_the_example_is_made_once_however_often_it_is_asked_for_and_all_of_it_holds(client):
    a_new_installation()
    make_the_company()
    first = rows_of_every_table()

    make_the_company()

    assert rows_of_every_table() == first
    it_is_as_large_as_it_says()
    every_chain_holds_and_every_delivery_is_done()
    every_login_signs_in(client)


def it_is_as_large_as_it_says():
    assert Category.objects.leaves().count() == 24
    assert Supplier.objects.count() >= 30
    assert SupplyFact.objects.count() > 1000
    assert "closed" in {c.status for c in Cycle.objects.all()}
    assert current_cycle() is not None
    assert SupplyPlan.objects.get().period_from > organisation_today()
    assert {"draft", "returned", "submitted", "approved", "rejected"} <= set(
        Requisition.objects.values_list("status", flat=True)
    )
    assert Bundle.objects.exists()
    assert {"published", "auction", "awarded"} <= set(Tender.objects.values_list("status", flat=True))


def every_chain_holds_and_every_delivery_is_done():
    subjects = Event.objects.values_list("subject_type", "subject_id").order_by().distinct()

    assert [s for s in subjects if broken_link(apps.get_model(s[0])(pk=s[1]))] == []
    assert list(Delivery.objects.filter(done_at=None).values_list("listener", "error")) == []


def every_login_signs_in(client):
    for login in LOGINS:
        reply = client.post(reverse("account_login"), {"login": login.email, "password": login.password}, follow=True)
        person = User.objects.get(email=login.email)
        if factor_of(person):
            reply = client.post(reply.request["PATH_INFO"], {"code": code_of(person)}, follow=True)
        assert (reply.status_code, reply.context["user"]) == (200, person), login.email
        assert reply.request["PATH_INFO"].startswith("/portal/") == person.is_portal
        client.logout()
