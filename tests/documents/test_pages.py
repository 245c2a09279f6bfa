import pytest
from django.urls import reverse

from srm.documents import services
from srm.documents.models import Attachment
from tests.documents.conftest import PDF, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def attach_url(company, door=""):
    return reverse(f"documents:{door}file-attach", args=["accounts.legalentity", company.public_id])


def test_a_download_is_saved_never_shown(as_alice, company, alice):
    attachment = services.attach_file(subject=company, upload=upload("Звіт.pdf", PDF), by=alice)

    response = as_alice.get(reverse("documents:file", args=[attachment.public_id]))

    assert response.getvalue() == PDF
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%D0%97%D0%B2%D1%96%D1%82.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_what_is_not_yours_answers_like_what_is_not_there(client, company, alice, stranger, supplier):
    attachment = services.attach_file(subject=company, upload=upload("a.pdf", PDF), by=alice)
    shared = services.attach_file(subject=company, upload=upload("b.pdf", PDF), by=alice, audience="supplier")
    answers = []
    for person, door, public_id in (
        (stranger, "", attachment.public_id),
        (stranger, "", "nothere"),
        (supplier, "", shared.public_id),
        (supplier, "portal-", attachment.public_id),
        (alice, "portal-", shared.public_id),
    ):
        client.force_login(person)
        answers.append(client.get(reverse(f"documents:{door}file", args=[public_id])).status_code)
    client.force_login(supplier)

    shared_answer = client.get(reverse("documents:portal-file", args=[shared.public_id]))

    assert answers == [404] * 5
    assert shared_answer.status_code == 200
    assert shared_answer.getvalue() == PDF


def test_a_stranger_to_the_house_is_asked_to_sign_in(client, company, alice):
    attachment = services.attach_file(subject=company, upload=upload("a.pdf", PDF), by=alice)

    response = client.get(reverse("documents:file", args=[attachment.public_id]))

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_a_file_is_added_by_a_plain_post_and_leads_back(as_alice, company):
    response = as_alice.post(attach_url(company), {"file": upload("a.pdf", PDF), "next": "/somewhere/?x=1"})

    assert (response.status_code, response.url) == (302, "/somewhere/?x=1")
    assert Attachment.objects.of(company).count() == 1


def test_a_way_back_to_another_site_is_not_taken(as_alice, company):
    response = as_alice.post(attach_url(company), {"file": upload("a.pdf", PDF), "next": "https://evil.example/"})

    assert response.url == "/"


def test_by_htmx_the_list_comes_back(as_alice, company):
    response = as_alice.post(attach_url(company), {"file": upload("a.pdf", PDF)}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert b"a.pdf" in response.content
    assert b"<html" not in response.content


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_refused_file_comes_back_at_its_field(as_alice, company, headers):
    response = as_alice.post(attach_url(company), {"file": upload('x"><img src=x>.svg', b"<svg>")}, headers=headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "cannot be added" in page
    assert "<img src=x>" not in page
    assert Attachment.objects.count() == 0


def test_a_suppliers_person_adds_at_his_own_door_only(client, company, supplier):
    client.force_login(supplier)

    wrong = client.post(attach_url(company), {"file": upload("a.pdf", PDF)})
    right = client.post(attach_url(company, "portal-"), {"file": upload("a.pdf", PDF)})

    assert (wrong.status_code, right.status_code) == (404, 302)
    assert Attachment.objects.get().audience == "supplier"


def test_a_file_is_removed_by_who_added_it(as_alice, company, alice):
    attachment = services.attach_file(subject=company, upload=upload("a.pdf", PDF), by=alice)

    response = as_alice.post(reverse("documents:file-remove", args=[attachment.public_id]))

    assert response.status_code == 302
    assert not Attachment.objects.of(company).exists()
