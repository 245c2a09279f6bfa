"""The two doors. What lies behind them is decided by querysets and by policies inside the services."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from srm.api import portal


class IsStaff(BasePermission):
    """People of the buying organisation."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated and not request.user.is_portal)


class IsSupplier(BasePermission):
    """People of a supplier, with a membership in force."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        return bool(user and user.is_authenticated and user.is_portal and portal.supplier_of(user) is not None)
