from functools import partial

from django.http import HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class SlashMiddleware(CommonMiddleware):
    """Lead an address without its last slash on by 308: after a 301 programs send a GET where they had sent a POST."""

    response_redirect_class = staticmethod(partial(HttpResponsePermanentRedirect, preserve_request=True))
