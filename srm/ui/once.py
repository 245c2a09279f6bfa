"""A form is sent once: a resend (double click, reload, a flaky network) repeats nothing and leads to the same page."""

import secrets
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from srm.ui.models import Submission

FIELD = "_once"


class SentBefore(Exception):
    """This very form has been sent already; `result_url` is where the first sending led."""

    def __init__(self, result_url: str) -> None:
        super().__init__(result_url)
        self.result_url = result_url


def new_token() -> str:
    """Return a fresh one-time token for a form."""
    return secrets.token_urlsafe(32)


def once(request: HttpRequest, verb: Callable[[], tuple[Any, str]]) -> tuple[Any, str]:
    """Run `verb` (which returns its result and the address to go to) unless the form's token is used up.

    Token and effect are one transaction: a concurrent second sending waits on the token's unique row until
    the first has ended, then finds it used; when the first was refused the token is free again.
    Raises SentBefore. A form without a token is simply run.
    """
    token = request.POST.get(FIELD, "")[:43]
    if not token or not request.user.is_authenticated:
        return verb()
    try:
        with transaction.atomic():
            with transaction.atomic():
                submission = Submission.objects.create(token=token, user=request.user)
            result, url = verb()
            submission.result_url = url[:500]
            submission.save(update_fields=["result_url"])
    except IntegrityError:
        earlier = Submission.objects.filter(token=token, user=request.user).first()
        if earlier is None:
            raise
        raise SentBefore(earlier.result_url) from None
    return result, url
