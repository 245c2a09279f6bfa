import smtplib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone, translation

from srm.errors import Refused
from srm.notifications import services
from srm.notifications.models import Notice
from srm.notifications.queries import grouped, read_notice, unread_count
from srm.notifications.states import Channel, EmailStatus
from srm.notifications.values import as_date, as_money, as_status, as_text, as_time, worded
from srm.notifications.waiting import Task
from tests.factories.accounts import PortalUserFactory, UserFactory

pytestmark = pytest.mark.django_db
PARAMS = {
    "litres": "1.5", "at": as_time(datetime(2026, 11, 21, 21, 0, tzinfo=UTC)), "on": as_date(date(2026, 12, 8)),
    "sum": as_money(Decimal("94600.00"), "EUR"),
}  # fmt: skip


def told(people, event=None, kind="tests.boiled", **more):
    return services.notify(recipients=people, kind=kind, event=event, url="/kettles/1/", params=PARAMS, **more)


def test_each_person_is_told_once_however_often_the_event_is_delivered(alice, event):
    first = told([alice, alice], event)
    second = told([alice], event)

    assert (len(first), len(second)) == (1, 0)
    assert Notice.objects.get().recipient == alice
    assert unread_count(alice) == 1


def test_one_email_goes_out_however_often_it_is_asked_for(alice, event):
    (notice,) = told([alice], event)

    sent = [services.send_email(notice.pk), services.send_email(notice.pk), services.send_due_emails()]

    notice.refresh_from_db()
    assert sent == [True, False, 0]
    assert notice.email_status == EmailStatus.SENT
    (message,) = mail.outbox
    assert message.to == [alice.email]
    assert message.extra_headers["Message-ID"] == f"<notice-{notice.public_id}@srm>"


@pytest.mark.parametrize(
    ("language", "zone", "shown"),
    [
        ("en", "Europe/Kyiv", "1.5 at 21 Nov 2026, 23:00 EET for 94,600.00\xa0EUR on 8 Dec 2026"),
        ("uk", "Asia/Kathmandu", "1.5 at 22 лис 2026, 02:45 +0545 for 94\xa0600,00\xa0EUR on 8 гру 2026"),
    ],
)
def test_a_notice_is_worded_in_the_readers_language_and_time_zone(event, language, zone, shown):
    reader = UserFactory(language=language, time_zone=zone)
    told([reader], event)

    services.send_due_emails()

    assert shown in mail.outbox[0].body.replace("Лис", "лис").replace("Гру", "гру")
    assert "http://127.0.0.1:8000/kettles/1/" in mail.outbox[0].body
    assert "/inbox/settings/" in mail.outbox[0].alternatives[0][0]


def test_a_subject_line_carries_no_line_break_of_anybody(alice, event):
    services.notify(recipients=[alice], kind="tests.fire", event=event, params={"where": "a\r\nBcc: x@example.org"})

    services.send_due_emails()

    assert mail.outbox[0].subject == "Fire in <b>a Bcc: x@example.org</b>"
    assert "&lt;b&gt;" in mail.outbox[0].alternatives[0][0]


def test_a_mail_server_that_is_away_is_tried_again_later(alice, event, monkeypatch):
    (notice,) = told([alice], event)

    def refuse(*_args):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        first = services.send_email(notice.pk)
    notice.refresh_from_db()
    waits = notice.email_next_at > timezone.now()
    Notice.objects.update(email_next_at=timezone.now() - timedelta(seconds=1))

    second = services.send_due_emails()

    assert (first, waits, second, notice.email_attempts) == (False, True, 1, 1)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("channel", "in_inbox", "mails"), [("both", 1, 1), ("in_app", 1, 0), ("email", 0, 1), ("none", 0, 0)]
)
def test_a_person_chooses_how_to_hear_of_a_kind(alice, event, channel, in_inbox, mails):
    services.set_preference(kind="tests.boiled", channel=channel, by=alice)

    told([alice], event)
    services.send_due_emails()

    assert (Notice.objects.inbox_of(alice).count(), len(mail.outbox)) == (in_inbox, mails)


def test_what_is_mandatory_cannot_be_turned_off(alice, event):
    with pytest.raises(Refused):
        services.set_preference(kind="tests.fire", channel=Channel.NONE, by=alice)

    told([alice], event, kind="tests.fire")
    assert unread_count(alice) == 1


def test_who_has_left_is_told_nothing(event):
    told([UserFactory(is_active=False)], event)

    assert Notice.objects.count() == 0


def test_a_kind_that_nobody_registered_is_a_mistake(alice):
    with pytest.raises(LookupError):
        told([alice], kind="tests.unknown")


def test_a_missing_value_shows_as_a_dash_never_as_an_error(alice, event):
    (notice,) = services.notify(recipients=[alice], kind="tests.boiled", event=event, params={})

    assert read_notice(notice).body == "– at – for – on –"


def test_a_notice_whose_kind_is_gone_is_still_shown(alice, event):
    (notice,) = told([alice], event)
    notice.kind = "old.kind"

    with translation.override("en"):
        assert read_notice(notice).title == "Something happened"


def test_only_ones_own_notice_is_marked_read(alice, event):
    (notice,) = told([alice], event)

    services.mark_read(notice=notice, by=UserFactory())
    before = unread_count(alice)
    services.mark_read(notice=notice, by=alice)

    assert (before, unread_count(alice)) == (1, 0)


def test_tasks_stand_under_their_days_the_late_ones_first():
    now = timezone.now()
    late, soon, never = (
        Task(now - timedelta(days=3), "a", "/"),
        Task(now + timedelta(days=2), "b", "/"),
        Task(None, "c", "/"),
    )

    groups = grouped([late, soon, never])

    assert [(g.late, [t.title for t in g.tasks]) for g in groups] == [(True, ["a"]), (False, ["b"]), (False, ["c"])]
    assert groups[0].label == "Late"


def test_the_inbox_shows_marks_and_leads_on(client, alice, event):
    (notice,) = told([alice], event)
    client.force_login(alice)

    page = client.get("/inbox/").content.decode()
    led = client.get(f"/inbox/{notice.public_id}/")
    again = client.get("/inbox/").content.decode()

    assert "Inbox, 1 unread" in page
    assert "Inbox, 0 unread" in again
    assert (led.status_code, led.url) == (302, "/kettles/1/")


def test_mark_all_read_empties_the_bell(client, alice, event):
    told([alice], event)
    client.force_login(alice)

    response = client.post("/inbox/read/")

    assert (response.status_code, unread_count(alice)) == (302, 0)


def test_each_inbox_has_its_own_door(client, alice, event):
    supplier = PortalUserFactory()
    (notice,) = told([supplier], event)
    answers = []
    for person, path in ((alice, "/portal/inbox/"), (supplier, "/inbox/"), (alice, f"/inbox/{notice.public_id}/")):
        client.force_login(person)
        answers.append(client.get(path).status_code)
    client.force_login(supplier)

    page = client.get("/portal/inbox/")

    assert answers == [404, 404, 404]
    assert f"/portal/inbox/{notice.public_id}/" in page.content.decode()


def test_preferences_are_kept_and_mandatory_ones_ignore_what_is_sent(client, alice):
    client.force_login(alice)

    shown = client.get("/inbox/settings/").context["form"]
    given = {field.html_name: field.value() for field in shown}

    response = client.post("/inbox/settings/", given | {"tests.boiled": "none", "tests.fire": "none"})

    assert response.status_code == 302
    assert dict(alice.notice_preferences.values_list("kind", "channel")) == {"tests.boiled": "none"}


def test_the_inbox_asks_the_same_number_of_questions_for_one_and_for_thirty(client, alice, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(alice)
    counts = []
    for amount in (1, 29):
        for _n in range(amount):
            services.notify(recipients=[alice], kind="tests.boiled", params=PARAMS)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/inbox/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize(("language", "status", "text"), [("en", "Sent", "amended"), ("ru", "Отправлено", "изменён")])
def test_a_status_in_a_notice_reads_in_the_readers_language(language, status, text):
    from contracts.models import PurchaseOrder

    with translation.override("en"):
        stored = [as_status(PurchaseOrder(status="sent")), as_text("amended")]

    with translation.override(language):
        assert [worded(value) for value in stored] == [status, text]
