from rest_framework import authentication, exceptions
from rest_framework.request import Request

from srm.accounts.models import ApiToken, User
from srm.accounts.services import find_token


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer srm_…`: the person's program. `request.auth` is the token."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != self.keyword.lower():
            return None
        token = find_token(key.strip())
        if token is None:
            raise exceptions.AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword
