"""What every test has: its own database, no broker, files that go away, a browser if there is one."""

import gc
import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache

from tests import database

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_configure(config):
    is_main = not hasattr(config, "workerinput")
    if is_main and not (os.environ.get("DATABASE_URL") or config.option.collectonly):
        config.test_server = database.TestServer()
        config.test_server.start()
    database.use_test_server()

    from srm.celery import app

    app.conf.update(broker_url="memory://", broker_transport_options={})


def pytest_unconfigure(config):
    if hasattr(config, "test_server"):
        config.test_server.stop()


@pytest.hookimpl(trylast=True)  # after the shuffle
def pytest_collection_modifyitems(items):
    items.sort(key=_empties_the_database)
    if not CHROMIUM:
        missing = pytest.mark.skip(reason="no Chromium: install chromium, or set CHROMIUM to its path")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


def pytest_collection_finish():
    """What is loaded by now stays to the end: the collector need not look at it again, nor so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _empties_the_database(item):
    """Tests that commit end by emptying every table, the rows that migrations put there too: they run last."""
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def schema_is_restored(django_db_modify_db_settings, django_db_use_migrations, django_db_blocker, request):
    if request.config.getvalue("reuse_db") or not django_db_use_migrations:
        return False
    with django_db_blocker.unblock():
        return database.restore_schema()


@pytest.fixture(scope="session")
def django_db_keepdb(schema_is_restored, django_db_keepdb):
    return schema_is_restored or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(schema_is_restored, django_db_use_migrations, django_db_setup, django_db_blocker):
    if django_db_use_migrations and not schema_is_restored:
        with django_db_blocker.unblock():
            database.keep_schema()
    yield
    with django_db_blocker.unblock():
        database.end_other_sessions()


@pytest.fixture(autouse=True, scope="session")
def files_go_away(tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True, scope="session")
def static_files_are_not_walked():
    # Whitenoise would list every static folder for each test client; the live server has its own way to them.
    settings.WHITENOISE_USE_FINDERS = False


@pytest.fixture(autouse=True)
def nothing_is_kept_from_the_test_before():
    cache.clear()


@pytest.fixture
def quick_passwords(settings):
    """For tests that sign in often: a password's hash is made to be slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}
