"""Where uploaded and made files are kept, by `STORAGE_URL`: a directory, or an S3-compatible store."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL = "django.core.files.storage.FileSystemStorage"
S3 = "storages.backends.s3.S3Storage"


def from_url(url: str) -> dict[str, Any]:
    """Return Django's storage settings for `file:///path` or `s3://KEY:SECRET@host[:port]/bucket?region=…&tls=0`.

    Nothing given: the data directory's `files`. Never public: every download goes through a view that asks who you are.
    """
    if not url:
        return {"BACKEND": LOCAL}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": LOCAL, "OPTIONS": {"location": unquote(parts.path)}}
    if parts.scheme != "s3" or not parts.hostname or not parts.path.strip("/"):
        raise ImproperlyConfigured("STORAGE_URL: file:///path or s3://KEY:SECRET@host[:port]/bucket")
    query = parse_qs(parts.query)
    plain = query.get("tls") == ["0"]
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": S3,
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": f"{'http' if plain else 'https'}://{parts.hostname}{port}",
            "region_name": query.get("region", [None])[0],
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
