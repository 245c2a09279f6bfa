import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from srm import broker, storage
from srm.cli import serve
from srm.cli._running import data_dir
from srm.demo.logins import LOGINS
from srm.environment import Environment
from srm.supervisor.prepare import main as prepare
from srm.supervisor.prepare import public_logins
from srm.supervisor.stamp import Stamp
from tests.factories.accounts import UserFactory

ROOT = Path(__file__).resolve().parents[3]


def load_settings(**env):
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-c", "import srm.settings"],
        env=kept | {"PYTHONPATH": str(ROOT)} | env, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip


def test_production_refuses_the_demos_key():
    refused = load_settings(SRM_PRODUCTION="1")

    assert "SECRET_KEY" in refused.stderr.splitlines()[-1]
    assert refused.returncode == 1


def test_production_starts_with_a_key_from_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("k" * 64)

    assert load_settings(SRM_PRODUCTION="1", SECRET_KEY_FILE=str(secret)).returncode == 0


def test_files_may_live_in_an_s3_store():
    made = storage.from_url("s3://key:s%2Fcret@minio.example:9000/files?region=eu&tls=0")["OPTIONS"]

    assert (made["bucket_name"], made["secret_key"], made["endpoint_url"], made["region_name"]) == (
        "files", "s/cret", "http://minio.example:9000", "eu",
    )  # fmt: skip


def test_another_kind_of_store_is_refused():
    with pytest.raises(ImproperlyConfigured):
        storage.from_url("ftp://example/files")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///x"),
        ("DATABASE_URL", "nonsense"),
        ("EMAIL_URL", "nonsense"),
        ("REDIS_URL", "nonsense"),
        ("CELERY_BROKER_URL", "nonsense"),
        ("SECRET_KEY_FILE", "/nowhere"),
        ("DATABASE_POOL", "many"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name, value, monkeypatch):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=f"^{name}: "):
        asked_of(Environment())


def asked_of(env):
    return (
        env.database("postgres://h/n"), env.email("smtp://h"), env.int("DATABASE_POOL", 0), env.str("SECRET_KEY", "k"),
        env.url("REDIS_URL", default="", schemes={"redis"}, example="redis://host"),
        env.url("CELERY_BROKER_URL", default="pgmq://", schemes=broker.SCHEMES, example="amqp://host"),
    )  # fmt: skip


def test_a_name_that_is_set_to_nothing_is_not_set(monkeypatch):
    unset = asked_of(Environment())
    for name in ("DATABASE_URL", "EMAIL_URL", "DATABASE_POOL", "SECRET_KEY", "REDIS_URL", "CELERY_BROKER_URL"):
        monkeypatch.setenv(name, "")

    assert asked_of(Environment()) == unset


def test_the_line_break_at_the_end_of_a_secrets_file_is_no_part_of_it(tmp_path, monkeypatch):
    (tmp_path / "hosts").write_text("srm.example\n")
    monkeypatch.setenv("ALLOWED_HOSTS_FILE", str(tmp_path / "hosts"))

    assert Environment().list("ALLOWED_HOSTS") == ["srm.example"]


def test_the_commands_find_the_data_where_a_file_says_it(tmp_path, monkeypatch):
    (tmp_path / "place").write_text(f"{tmp_path / 'data'}\n")
    monkeypatch.delenv("SRM_DATA_DIR", raising=False)
    monkeypatch.setenv("SRM_DATA_DIR_FILE", str(tmp_path / "place"))

    assert data_dir() == (tmp_path / "data").resolve()
    monkeypatch.setenv("SRM_DATA_DIR_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match=r"^SRM_DATA_DIR_FILE: "):
        data_dir()


@pytest.mark.parametrize(
    ("production", "given", "prepared"),
    [("", [], ()), ("", ["--no-migrate"], None), ("yes", [], ()), ("yes", ["--no-migrate"], ("--no-migrate",))],
)
def test_production_looks_for_the_demos_people_also_without_migrating(production, given, prepared, monkeypatch):
    monkeypatch.setenv("SRM_PRODUCTION", production)
    parser = argparse.ArgumentParser()
    serve.add_arguments(parser)

    assert serve.preparation(parser.parse_args(given)) == prepared


def test_a_database_prepared_for_a_demo_is_looked_at_again_for_production(tmp_path, monkeypatch):
    monkeypatch.delenv("SRM_PRODUCTION", raising=False)
    Stamp(tmp_path, ()).set()

    assert Stamp(tmp_path, ()).is_current()
    monkeypatch.setenv("SRM_PRODUCTION", "1")
    assert not Stamp(tmp_path, ()).is_current()


@pytest.mark.django_db
def test_leaving_the_schema_alone_still_looks_for_the_demos_people(settings, monkeypatch, capsys):
    settings.PRODUCTION = True
    monkeypatch.setattr("sys.argv", ["prepare", "--no-migrate"])
    monkeypatch.setattr("srm.supervisor.prepare.migrate", lambda say: pytest.fail("the schema was touched"))
    person = UserFactory(email=LOGINS[0].email)
    assert prepare() == 0
    person.set_password(LOGINS[0].password)
    person.save()

    assert prepare() == 1
    assert LOGINS[0].email in capsys.readouterr().out


@pytest.mark.django_db
def test_production_does_not_start_on_the_demos_people(settings):
    login = LOGINS[0]
    person = UserFactory(email=login.email)
    person.set_password(login.password)
    person.save()

    assert public_logins() == ""
    settings.PRODUCTION = True
    assert public_logins() == login.email
    person.set_password("something of one's own")
    person.save()
    assert public_logins() == ""
