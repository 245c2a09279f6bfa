import pytest
from django.db import OperationalError, connection

from srm import broker


def test_alive_says_nothing_of_the_database(client):
    reply = client.get("/healthz")

    assert (reply.status_code, reply.content) == (200, b"ok\n")


def test_alive_answers_by_any_host_and_without_https(client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["srm.example"], True

    reply = client.get("/healthz", headers={"host": "10.0.0.7:8000"})

    assert reply.status_code == 200


@pytest.mark.django_db
def test_ready_tells_database_schema_and_queue(client):
    reply = client.get("/readyz")

    assert reply.status_code == 200
    assert reply.json()["migrations_missing"] == 0
    assert reply.json()["tasks"]["deliveries_waiting"] == 0


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("connection refused at secret-host")

    monkeypatch.setattr("srm.health._state", away)
    reply = client.get("/readyz")

    assert (reply.status_code, reply["Retry-After"]) == (503, "5")
    assert reply.json() == {"ready": False, "database": "away"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/api/v1/me/"])
def test_a_page_says_503_and_when_to_come_back(path, client, monkeypatch):
    client.raise_request_exception = False

    def away(*_args, **_kwargs):
        raise OperationalError("connection refused at secret-host")

    monkeypatch.setattr("django.contrib.sessions.backends.base.SessionBase.get", away)
    monkeypatch.setattr("django.contrib.auth.get_user", away)
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", away)
    reply = client.get(path)

    assert (reply.status_code, reply["Retry-After"]) == (503, "5")
    assert b"secret-host" not in reply.content


@pytest.mark.django_db
def test_the_queue_is_installed_once_and_answers(settings):
    settings.CELERY_BROKER_URL = "pgmq://"
    installed = [broker.install(), broker.install()]

    with connection.cursor() as cursor:
        cursor.execute("""SELECT pgmq.send('celery', '{"n": 1}')""")

    assert installed == [True, False]
    assert broker.state() == {"kind": "pgmq", "reached": True, "waiting": 1, "oldest_seconds": 0}


def test_the_queue_reaches_the_database_of_the_settings():
    database = {"NAME": "srm", "USER": "u", "PASSWORD": "p w", "HOST": "", "OPTIONS": {"host": "/run/x", "pool": {}}}

    assert broker.connection_string(database) == "dbname=srm user=u password='p w' host=/run/x"
