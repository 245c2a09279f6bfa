from typing import Any

from django.http import HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class SameAgain(HttpResponsePermanentRedirect):
    """308: the same request at another address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, preserve_request=True, **kwargs)


class SlashMiddleware(CommonMiddleware):
    """Lead an address without its last slash on by 308: after a 301 programs send a GET where they had sent a POST."""

    response_redirect_class = SameAgain
