"""The application under uvicorn: Django's own live server is WSGI and cannot hold an event stream.

A process of its own: its streams and their connections end with it.
"""

import json
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

STARTS_IN = 60  # seconds, on a machine that does other things too


@contextmanager
def served():
    """Yield the address of the application, running on the tests' database."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    database = {name: settings.DATABASES["default"][name] for name in ("NAME", "OPTIONS", "HOST", "PORT")}
    command = [sys.executable, "-m", "tests.browser.asgi", str(port), json.dumps(database, default=str)]
    with subprocess.Popen(command) as server:  # noqa: S603
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def signed_in(context, user, address):
    """Give a browser context the session of a person."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}])
    return context


def _wait_for(port, server):
    until = time.monotonic() + STARTS_IN
    while server.poll() is None and time.monotonic() < until:
        with closing(socket.socket()) as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the application did not start")


def _serve(port, database):
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
    settings.DATABASES["default"].update(json.loads(database))
    import uvicorn
    from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler

    from srm.asgi import application

    uvicorn.run(ASGIStaticFilesHandler(application), port=int(port), lifespan="off", log_level="critical")


if __name__ == "__main__":
    _serve(*sys.argv[1:])
