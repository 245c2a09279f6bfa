import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import HttpResponse

from srm.accounts.models import LegalEntity
from srm.errors import Invalid, Refused
from srm.idempotency import services
from srm.idempotency.models import IdempotencyRecord
from tests.factories.accounts import LegalEntityFactory


def found_company(code="A1", status=201, body=b"made"):
    def produce():
        LegalEntityFactory(code=code)
        return HttpResponse(body, status=status, headers={"Location": "/x/"})

    return produce


def send(produce, key="k1", fingerprint="f" * 64, owner="user:1"):
    return services.once(owner=owner, key=key, fingerprint=fingerprint, produce=produce)


@pytest.mark.django_db
def test_a_repeat_has_no_effect_and_gets_the_same_reply():
    first = send(found_company())

    second = send(found_company(code="A2", body=b"other"))

    assert (second.status_code, second.content, second.headers["Location"]) == (201, b"made", "/x/")
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.content == second.content
    assert list(LegalEntity.objects.values_list("code", flat=True)) == ["A1"]


@pytest.mark.django_db
def test_the_key_with_another_body_is_refused():
    send(found_company())

    with pytest.raises(services.KeyReused) as refusal:
        send(found_company(code="A2"), fingerprint="e" * 64)

    assert (refusal.value.status, refusal.value.code) == (422, "key_reused")
    assert LegalEntity.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_of_another_person_is_another_key():
    send(found_company())

    reply = send(found_company(code="A2"), owner="user:2")

    assert "Idempotency-Replayed" not in reply.headers
    assert LegalEntity.objects.count() == 2


@pytest.mark.django_db
def test_a_refusal_changes_nothing_and_frees_the_key():
    refused = send(found_company(status=409))

    done = send(found_company(code="A2"))

    assert (refused.status_code, done.status_code) == (409, 201)
    assert list(LegalEntity.objects.values_list("code", flat=True)) == ["A2"]


@pytest.mark.django_db
def test_a_crash_takes_effect_and_key_back_together():
    def crash():
        LegalEntityFactory()
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        send(crash)

    assert (LegalEntity.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_secret_reply_is_not_kept():
    def produce():
        return HttpResponse(b"srm_secret", status=201, headers={"Cache-Control": "no-store"})

    send(produce)

    with pytest.raises(Refused) as refusal:
        send(produce)
    assert refusal.value.code == "reply_not_kept"
    assert IdempotencyRecord.objects.get().body is None


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "two words", "ключ", "x" * 256, "a\x00b"])
def test_a_malformed_key_is_refused(key):
    with pytest.raises(Invalid):
        send(found_company(), key=key)

    assert LegalEntity.objects.count() == 0


@pytest.mark.django_db
def test_keys_are_forgotten_after_48_hours():
    send(found_company(), key="old")
    send(found_company(code="A2"), key="new")
    IdempotencyRecord.objects.filter(key="old").update(created_at=F("created_at") - timedelta(hours=48, seconds=1))

    forgotten = services.forget_expired()

    assert forgotten == 1
    assert IdempotencyRecord.objects.get().key == "new"


def storm(times=50, at_once=10):
    """Send one request `times` times in parallel; return the replies. The first ones start together."""
    gate = threading.Barrier(at_once)
    started = iter(range(times))

    def produce():
        with transaction.atomic():
            LegalEntity.objects.filter(code="A1").update(name=Concat(F("name"), Value("x")))
        return HttpResponse(b"made", status=201)

    def one():
        try:
            if next(started) < at_once:
                gate.wait(timeout=20)
            return send(produce)
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        return [f.result() for f in [pool.submit(one) for _ in range(times)]]


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_have_one_effect_and_49_identical_replies():
    LegalEntityFactory(code="A1", name="")

    replies = storm()

    assert LegalEntity.objects.get().name == "x"
    assert {(r.status_code, r.content) for r in replies} == {(201, b"made")}
    assert sum("Idempotency-Replayed" in r.headers for r in replies) == 49


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_fifty_at_once_have_fifty_effects(monkeypatch):
    LegalEntityFactory(code="A1", name="")
    monkeypatch.setattr(services, "_claim", lambda *_: True)

    storm()

    assert LegalEntity.objects.get().name == "x" * 50
