"""A person's program for tests: `client = program_of(alice)`, then `client.post(url, {...}, key="k1")`."""

from typing import Any

from django.urls import reverse
from rest_framework.test import APIClient

from srm.accounts.services import issue_token


class Program(APIClient):
    """An API client with a bearer token; JSON both ways; `key=` sends an Idempotency-Key."""

    def post(self, path, data=None, format="json", key=None, **extra):
        if key:
            extra["HTTP_IDEMPOTENCY_KEY"] = key
        return super().post(path, data if data is not None else {}, format=format, **extra)

    def patch(self, path, data=None, format="json", **extra):
        return super().patch(path, data if data is not None else {}, format=format, **extra)


def program_of(user: Any) -> Program:
    _token, key = issue_token(user=user, by=user)
    client = Program()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return client


def api(name: str, *args: Any, **kwargs: Any) -> str:
    """`api("requisition-approve", requisition.public_id)` → its URL."""
    return reverse(f"api:{name}", args=args, kwargs=kwargs)
