"""Which of the three audiences a person is, and with it the frame around his pages."""

from typing import Any

from srm.accounts.states import Kind, Role

LAYOUTS = {
    "buyer": "layouts/buyer.html",
    "department": "layouts/department.html",
    "portal": "layouts/portal.html",
    "anonymous": "layouts/auth.html",
}


def audience_of(user: Any) -> str:
    """Return buyer, department, portal or anonymous."""
    if not getattr(user, "is_authenticated", False):
        return "anonymous"
    if user.kind == Kind.PORTAL:
        return "portal"
    return "buyer" if user.is_superuser or user.has_role(*Role) else "department"
