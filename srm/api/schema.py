"""OpenAPI beyond what the serializers say: the key of every POST, and one shape of error."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from srm.api.serializers import ActionsField, Problem
from srm.refusals import PROBLEM_TYPE

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER,
    description="A random key of your own: a repeat with it and the same body has no second effect and the same reply.",
)  # fmt: skip


class Schema(AutoSchema):
    """Adds the header and the error to each operation; names operations as people call them."""

    def get_override_parameters(self) -> list[Any]:
        return [IDEMPOTENCY_KEY] if self.method == "POST" else []

    def get_tags(self) -> list[str]:
        parts = self.path.removeprefix("/api/v1/").split("/")
        return [f"portal/{parts[1]}" if parts[0] == "portal" and len(parts) > 1 else parts[0]]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        problem = self._get_response_for_code(Problem, "default", media_types=[PROBLEM_TYPE], direction=direction)
        problem["description"] = "A problem (RFC 9457): 400, 401, 403, 404, 409, 422 or 429."
        return {**super()._get_response_bodies(direction), "default": problem}

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Any:  # noqa: FBT001, FBT002
        if isinstance(field, ActionsField):
            return {"type": "array", "items": {"type": "string"}, "readOnly": True}
        return super()._map_serializer_field(field, direction, bypass_extensions)


class TokenScheme(OpenApiAuthenticationExtension):
    """`srm token EMAIL` gives one."""

    target_class = "srm.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "srm_…"}
