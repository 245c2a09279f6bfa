"""A page's form that carries a `_once` key, sent twice."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from srm.accounts.models import LegalEntity
from srm.errors import NotPermitted
from srm.idempotency.middleware import FIELD, OnceMiddleware
from tests.factories.accounts import LegalEntityFactory, UserFactory

pytestmark = pytest.mark.django_db


def found_company(request):
    LegalEntityFactory(code=request.POST["code"])
    return HttpResponseRedirect("/made/")


def refuse(request):
    LegalEntityFactory()
    raise NotPermitted("Not yours.")


def answer_422(request):
    LegalEntityFactory()
    return HttpResponse(status=422)


@pytest.fixture
def send():
    alice = UserFactory()

    def post(view=found_company, user=alice, path="/companies/new/", **fields):
        request = RequestFactory().post(path, {"code": "A1", **fields})
        request.user = user
        request.htmx = False
        return OnceMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {})

    return post


def test_a_form_sent_twice_makes_one_and_leads_to_the_same_page(send):
    first, second = send(**{FIELD: "k1"}), send(**{FIELD: "k1"})

    assert (first.status_code, first.url) == (302, "/made/")
    assert (second.status_code, second.headers["Location"]) == (302, "/made/")
    assert LegalEntity.objects.count() == 1


def test_a_form_with_another_key_is_another_form(send):
    send(**{FIELD: "k1"})
    send(code="A2", **{FIELD: "k2"})

    assert LegalEntity.objects.count() == 2


def test_a_form_refused_for_its_fields_may_be_sent_again_with_its_key(send):
    refused = send(view=answer_422, **{FIELD: "k1"})
    done = send(code="A2", **{FIELD: "k1"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert list(LegalEntity.objects.values_list("code", flat=True)) == ["A2"]


def test_a_refusal_of_the_service_is_a_page_and_changes_nothing(send):
    refused = send(view=refuse, **{FIELD: "k1"})

    assert refused.status_code == 403
    assert "Not yours." in refused.content.decode()
    assert LegalEntity.objects.count() == 0


def test_a_form_of_nobody_is_known_by_his_browser(send):
    first, second = (send(user=AnonymousUser(), **{FIELD: "k1"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert LegalEntity.objects.count() == 1


def test_without_a_key_the_view_is_left_to_django(send):
    assert send() is None
    assert send(path="/api/v1/me/tokens/", **{FIELD: "k1"}) is None
