"""A verb of a noun as an endpoint: the service, the shape of its input, and the noun read again as the answer."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

ASKS = "Asks for a second factor: `POST /api/v1/me/elevation/` first, else 403 with the code `elevation_needed`."
STANDARD = {"create": 201, "partial_update": 200, "destroy": 200}


@dataclass(frozen=True)
class Verb:
    """What `verb()` declares; the viewset class makes the method and its schema from it."""

    service: Callable[..., Any]
    input: type[BaseSerializer] | None = None
    returns: type[BaseSerializer] | None = None
    detail: bool = True
    elevated: bool = False
    secret: bool = False
    noun: str | None = None


def verb(
    service: Callable[..., Any],
    input: type[BaseSerializer] | None = None,
    *,
    returns: type[BaseSerializer] | None = None,
    detail: bool = True,
    elevated: bool = False,
    secret: bool = False,
    noun: str | None = None,
) -> Any:
    """Declare `name = verb(services.name_noun, Input)` in a `PublicViewSet`.

    `create` and `partial_update` are POST on the list and PATCH on the noun; any other name is POST /{id}/name/
    (without {id} when `detail` is False). The service gets the noun under the parameter annotated with its model
    (or named `noun`), `by` and the validated input. `elevated` asks for a second factor; `secret` answers are shown
    once and not kept for repeats.
    """
    return Verb(service, input, returns, detail, elevated, secret, noun)


def method_of(spec: Verb, name: str, read: type[BaseSerializer] | None, model: type[models.Model]) -> Callable:
    """Return the method that DRF routes to."""
    noun = spec.noun or _noun_parameter(spec.service, model)

    def call(self: Any, request: Request, **kwargs: Any) -> Response:
        return self.perform(spec, noun if name != "create" and spec.detail else None, STANDARD.get(name, 200))

    call.__name__ = name
    call.spec = spec
    call.__doc__ = inspect.getdoc(spec.service)
    if spec.elevated:
        call.__doc__ = f"{call.__doc__}\n\n{ASKS}"
    status = STANDARD.get(name, 200)
    described = extend_schema(request=spec.input, responses={status: spec.returns or read})(call)
    if name in STANDARD:
        return described
    return action(detail=spec.detail, methods=["post"], url_path=name.replace("_", "-"))(described)


def _noun_parameter(service: Callable[..., Any], model: type[models.Model]) -> str:
    hints = inspect.get_annotations(inspect.unwrap(service), eval_str=True)
    for name, hint in hints.items():
        if name != "return" and inspect.isclass(hint) and issubclass(model, hint) and issubclass(hint, models.Model):
            return name
    return str(model._meta.model_name)
