import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from rest_framework import pagination
from rest_framework.exceptions import NotFound
from rest_framework.utils.urls import replace_query_param


class CursorPagination(pagination.CursorPagination):
    """Newest first, 50 a page. The cursor is encrypted: a row counter in it would tell how many bids there are."""

    ordering = "-pk"
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def encode_cursor(self, cursor: pagination.Cursor) -> str:
        link = super().encode_cursor(cursor)
        plain = _parameter(link, self.cursor_query_param)
        secret = _box().encrypt(plain.encode()).decode()
        return replace_query_param(self.base_url, self.cursor_query_param, secret)

    def decode_cursor(self, request: Any) -> pagination.Cursor | None:
        secret = request.query_params.get(self.cursor_query_param)
        if secret is None:
            return None
        try:
            plain = _box().decrypt(secret.encode()).decode()
        except InvalidToken:
            raise NotFound(self.invalid_cursor_message) from None
        return super().decode_cursor(_Query({self.cursor_query_param: plain}))


class _Query:
    def __init__(self, query_params: dict[str, str]) -> None:
        self.query_params = query_params


def _parameter(link: str, name: str) -> str:
    return parse_qs(urlsplit(link).query)[name][0]


def _box() -> Fernet:
    key = hashlib.sha256(b"api cursor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
