"""How the settings read the environment: a name that is set to nothing is not set, and `NAME_FILE` reads a secret."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

POSTGRES = {"postgres", "postgresql", "psql", "pgsql"}


class Values(FileAwareMapping):
    """The environment. Compose files hand on empty names, and secret files end with a line break."""

    def __getitem__(self, key: str) -> str:
        value = self._read(key) if self.env.get(f"{key}_FILE") else self.env[key]
        if not value:
            raise KeyError(key)
        return value

    def _read(self, key: str) -> str:
        try:
            return Path(self.env[f"{key}_FILE"]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not text"
            raise ImproperlyConfigured(f"{key}_FILE: {self.env[f'{key}_FILE']} cannot be read ({reason}).") from None


class Environment(environ.Env):
    """Typed values; a wrong one is refused by its name."""

    ENVIRON = Values()

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> int:
        try:
            return super().int(var, default=default)
        except ValueError:
            raise ImproperlyConfigured(f"{var}: a whole number is needed.") from None

    def url(self, name: str, *, default: str, schemes: set[str], example: str) -> str:
        """Return an address of one of these kinds; raise with an example for any other."""
        value: str = self.str(name, default=default)
        if value and urlsplit(value).scheme not in schemes:
            raise ImproperlyConfigured(f"{name}: something like {example}")
        return value

    def database(self, default: str) -> dict[str, Any]:
        """Return Django's settings for `DATABASE_URL`; PostgreSQL is the only engine."""
        given = self.url(
            "DATABASE_URL", default=default, schemes=POSTGRES, example="postgres://user:password@host/name"
        )
        return dict(self.db_url_config(given))

    def email(self, default: str) -> dict[str, Any]:
        """Return Django's settings for `EMAIL_URL`."""
        schemes = set(self.EMAIL_SCHEMES)
        given = self.url("EMAIL_URL", default=default, schemes=schemes, example="smtp+tls://user:password@host:587")
        return dict(self.email_url_config(given))
