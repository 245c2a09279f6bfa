import logging
from typing import Any

from rest_framework import throttling
from rest_framework.request import Request

log = logging.getLogger(__name__)


class OwnRateThrottle(throttling.UserRateThrottle):
    """A person's own pace (an address's, while nobody is signed in): nobody can use up a rival's."""

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except OSError:
            log.warning("cache unreachable: rate limits pause")  # a bid is never refused because a cache is down
            return True
