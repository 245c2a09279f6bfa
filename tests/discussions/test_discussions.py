from datetime import date

import pytest
from django.urls import reverse

from srm import subjects
from srm.accounts.models import LegalEntity
from srm.discussions import services
from srm.discussions.models import Comment, Todo
from srm.discussions.templatetags.discussions import comment_text
from srm.documents.states import Audience
from srm.errors import Invalid, NotPermitted
from srm.events.services import deliver_pending, history
from srm.notifications.models import Notice
from srm.notifications.waiting import waiting_for
from tests.factories.accounts import PortalUserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(db):
    return UserFactory(name="Bob", email="bob.kuz@northwind.example")


def say(company, by, body="Hello", **more):
    return services.post_comment(subject=company, body=body, by=by, **more)


def test_a_supplier_never_sees_what_is_internal(company, alice, supplier):
    say(company, alice, "our limit is 100")
    shared = say(company, alice, "please confirm", audience=Audience.SUPPLIER)
    answer = say(company, supplier, "confirmed", audience=Audience.INTERNAL)

    assert list(Comment.objects.of(company).for_reader(supplier)) == [shared, answer]
    assert answer.audience == Audience.SUPPLIER


def test_rivals_who_see_the_same_object_do_not_see_each_other(company, alice, supplier):
    subjects.register_subject(LegalEntity, sees=lambda *_: True, portal_url=lambda _o: "/", several_suppliers=True)
    rival = PortalUserFactory()
    say(company, supplier, "we offer less")
    ours = say(company, alice, "to all", audience=Audience.SUPPLIER)

    assert list(Comment.objects.of(company).for_reader(rival)) == [ours]
    assert Comment.objects.of(company).for_reader(supplier).count() == 2
    assert Comment.objects.of(company).for_reader(alice).count() == 2


def test_a_colleague_who_is_named_is_told_and_a_suppliers_person_is_not_found(company, alice, bob, supplier):
    comment = say(
        company, alice, f"@Bob.Kuz look, @{supplier.email.split('@')[0]} and @nobody and bob.kuz@northwind.example"
    )

    deliver_pending()

    assert list(comment.mentions.all()) == [bob]
    assert [n.recipient for n in Notice.objects.all()] == [bob]


def test_who_cannot_see_the_object_is_not_told(company, alice, stranger):
    comment = say(company, alice, f"@{stranger.email.split('@')[0]} look")

    deliver_pending()

    assert not comment.mentions.exists()
    assert Notice.objects.count() == 0


def test_who_cannot_see_the_object_says_nothing(company, stranger):
    with pytest.raises(NotPermitted):
        say(company, stranger)

    assert Comment.objects.count() == 0


@pytest.mark.parametrize("body", ["", "   ", "x" * 4001])
def test_nothing_and_too_much_are_refused(company, alice, body):
    with pytest.raises(Invalid) as error:
        say(company, alice, body)

    assert list(error.value.errors) == ["body"]
    assert Comment.objects.count() == 0


def test_only_its_author_withdraws_a_comment_and_its_place_stays(company, alice, bob):
    comment = say(company, alice)
    with pytest.raises(NotPermitted):
        services.withdraw_comment(comment=comment, by=bob)

    services.withdraw_comment(comment=comment, by=alice)

    assert Comment.objects.get().withdrawn_at is not None
    assert [e.name for e in history(company)] == ["CommentPosted", "CommentWithdrawn"]


def test_what_is_said_is_shown_without_its_markup(company, alice, bob):
    comment = say(company, alice, "<script>alert(1)</script> @bob.kuz\n\nbye")

    shown = comment_text(comment)

    assert "<script>" not in shown
    assert "<b>Bob</b>" in shown
    assert shown.count("<p>") == 2


def test_a_todo_waits_for_its_assignee_until_it_is_done(company, alice, bob):
    todo = services.add_todo(subject=company, text="Call them", assignee=bob, due_on=date(2026, 12, 1), by=alice)
    before = [t.title for t in waiting_for(bob)]

    services.finish_todo(todo=todo, by=bob)
    services.finish_todo(todo=todo, by=bob)

    assert (before, waiting_for(bob), waiting_for(alice)) == (["Call them"], [], [])
    assert [e.name for e in history(company)] == ["TodoAdded", "TodoDone"]


def test_a_todo_is_told_to_who_got_it_but_not_to_who_gave_it_to_himself(company, alice, bob):
    services.add_todo(subject=company, text="Call them", assignee=bob, by=alice)
    services.add_todo(subject=company, text="Wait", assignee=alice, by=alice)

    deliver_pending()

    assert [(n.recipient, n.kind) for n in Notice.objects.all()] == [(bob, "discussions.todo_given")]


def test_a_todo_goes_to_nobody_who_may_not_see_the_object_or_must_not_know(company, alice, stranger, supplier):
    for person in (stranger, supplier):
        with pytest.raises(Invalid):
            services.add_todo(subject=company, text="Call", assignee=person, by=alice)

    assert Todo.objects.count() == 0


def test_a_third_person_finishes_nobodys_todo(company, alice, bob):
    todo = services.add_todo(subject=company, text="Call", assignee=alice, by=alice)

    with pytest.raises(NotPermitted):
        services.finish_todo(todo=todo, by=bob)

    todo.refresh_from_db()
    assert todo.done_at is None


def test_a_comment_is_posted_from_a_page_and_comes_back(client, company, alice):
    client.force_login(alice)
    url = reverse("discussions:comment", args=["accounts.legalentity", company.public_id])

    plain = client.post(url, {"body": "Hello", "audience": "internal", "next": "/x/"})
    partial = client.post(url, {"body": "Hi <i>", "audience": "supplier"}, headers={"HX-Request": "true"})
    empty = client.post(url, {"body": ""}, headers={"HX-Request": "true"})

    assert (plain.status_code, plain.url, partial.status_code, empty.status_code) == (302, "/x/", 200, 422)
    assert "Hi &lt;i&gt;" in partial.content.decode()
    assert Comment.objects.count() == 2


def test_at_the_portals_door_only_what_is_shared_is_shown(client, company, alice, supplier):
    say(company, alice, "our limit is 100")
    say(company, alice, "please confirm", audience=Audience.SUPPLIER)
    client.force_login(supplier)
    url = reverse("discussions:portal-comment", args=["accounts.legalentity", company.public_id])

    page = client.post(url, {"body": "Yes"}, headers={"HX-Request": "true"}).content.decode()
    wrong_door = client.post(url.replace("/portal", ""), {"body": "Yes"})

    assert "please confirm" in page
    assert "our limit" not in page
    assert wrong_door.status_code == 404


def test_what_cannot_be_seen_cannot_be_withdrawn_or_finished_or_found(client, company, alice, stranger, supplier):
    comment = say(company, alice)
    todo = services.add_todo(subject=company, text="Call", assignee=alice, by=alice)
    answers = set()
    for person, door in ((stranger, ""), (supplier, "portal-")):
        client.force_login(person)
        answers.add(client.post(reverse(f"discussions:{door}comment-withdraw", args=[comment.public_id])).status_code)
        answers.add(client.post(reverse(f"discussions:{door}todo-finish", args=[todo.public_id])).status_code)

    assert answers == {404}
    assert Comment.objects.get().withdrawn_at is None
