"""One effect per key. The key, the effect and the reply are one transaction, so a crash leaves all of them or none."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.idempotency.models import IdempotencyRecord

KEPT_FOR = timedelta(hours=48)
KEPT_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Location", "HX-Trigger", "HX-Refresh", "ETag")
WELL_FORMED = re.compile(r"[\x21-\x7e]{1,255}")


class KeyReused(Refused):
    """The key was used for another request: 422, as the IETF draft on Idempotency-Key says."""

    code = "key_reused"
    status = 422


def new_key() -> str:
    """Return a fresh key for a form's hidden field."""
    return secrets.token_urlsafe(18)


def owner_of(request: HttpRequest) -> str:
    """Return whose keys these are: the person's, or the browser's while nobody is signed in."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"browser:{_digest([request.META.get('CSRF_COOKIE', '').encode()])[:40]}"


def fingerprint_of(request: HttpRequest, parts: Iterable[bytes]) -> str:
    """Return the digest by which a repeat is known from another request under the same key."""
    return _digest([(request.method or "").encode(), request.get_full_path().encode(), *parts])


def once(
    *, owner: str, key: str, fingerprint: str, produce: Callable[[], HttpResponseBase]
) -> HttpResponseBase:  # fmt: skip
    """Return the reply of `produce`, called at most once with effect for this owner and key.

    A parallel repeat waits until the first has finished. A refusal (4xx, 5xx) is rolled back and not remembered:
    it had no effect. Raises KeyReused when the key came with another request before.
    """
    if not WELL_FORMED.fullmatch(key):
        raise Invalid({"Idempotency-Key": _("Use 1 to 255 printable ASCII characters without spaces.")})
    with transaction.atomic():
        if not _claim(owner, key, fingerprint):
            return _replay(owner, key, fingerprint)
        response = produce()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            _keep(owner, key, response)
        return response


@transaction.atomic
def forget_expired() -> int:
    """Delete the keys older than 48 hours; return how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=database_now() - KEPT_FOR).delete()[0]


def _claim(owner: str, key: str, fingerprint: str) -> bool:
    # The unique index makes a second INSERT wait for the first one's transaction: commit → conflict, rollback → ours.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO idempotency_idempotencyrecord (owner, key, fingerprint, headers) VALUES (%s, %s, %s, '{}')
            ON CONFLICT (owner, key) DO NOTHING RETURNING id
            """,
            [owner, key, fingerprint],
        )
        return cursor.fetchone() is not None


def _keep(owner: str, key: str, response: HttpResponseBase) -> None:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    secret = "no-store" in response.headers.get("Cache-Control", "")  # a key shown once is not kept for 48 hours
    body = response.content if isinstance(response, HttpResponse) and not secret else None
    IdempotencyRecord.objects.filter(owner=owner, key=key).update(
        status=response.status_code, headers=headers, body=body
    )  # fmt: skip


def _replay(owner: str, key: str, fingerprint: str) -> HttpResponse:
    record = IdempotencyRecord.objects.get(owner=owner, key=key)
    if record.fingerprint != fingerprint:
        raise KeyReused(_("This key was used for another request. Send a new one."))
    if record.body is None:
        raise Refused(_("This was done before; its reply is shown only once."), code="reply_not_kept")
    response = HttpResponse(bytes(record.body), status=record.status, headers=record.headers)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8))  # the length keeps "ab"+"c" from "a"+"bc"
        digest.update(part)
    return digest.hexdigest()
