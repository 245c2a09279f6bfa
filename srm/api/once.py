"""`Idempotency-Key` on every POST of the API."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.views import APIView

from srm.idempotency import services
from srm.idempotency.middleware import form_parts

HEADER = "Idempotency-Key"


class OnceMixin(APIView):
    """Wrap the POST handler, after authentication and throttling, so that its effect, key and reply are one."""

    never_once = False  # True: ignore the key, because a refusal leaves a trace that it would roll back

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        key = request.headers.get(HEADER)
        if request.method == "POST" and key is not None and not self.never_once and (owner := self.once_owner(request)):
            handler: Any = getattr(self, "post", self.http_method_not_allowed)
            self.post = self._once(handler, owner, key)

    def once_owner(self, request: Request) -> str:
        """Return whose keys these are, empty for a caller whom nothing tells from another: his key is ignored."""
        return services.owner_of(request) if request.user.is_authenticated else ""

    def _once(self, handler: Callable[..., HttpResponseBase], owner: str, key: str) -> Callable[..., HttpResponseBase]:
        def post(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            def produce() -> HttpResponseBase:
                response: Any = handler(request, *args, **kwargs)
                return self.finalize_response(request, response, *args, **kwargs).render()

            return services.once(
                owner=owner, key=key,
                fingerprint=services.fingerprint_of(request, _body_parts(request)), produce=produce,
            )  # fmt: skip

        return post


def _body_parts(request: Request) -> Iterator[bytes]:
    # A multipart body has a new random boundary on each try: its fields and files are compared instead.
    if request.content_type and request.content_type.startswith("multipart/"):
        request.data  # noqa: B018 - makes DRF parse, so that the underlying request has POST and FILES
        yield from form_parts(request._request)
    else:
        yield request.body
