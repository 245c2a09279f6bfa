"""Who acts and whether he may. Policies answer; services ask through `require` before anything is decided."""

from typing import Any, Final

from srm.errors import NotPermitted


class _System:
    """The one actor that is nobody: scheduled work and handlers. Policies see it and say yes explicitly."""

    pk = None
    is_authenticated = False
    is_active = True
    is_system = True

    def __str__(self) -> str:
        return "system"

    def has_role(self, *_roles: str) -> bool:
        return False


SYSTEM: Final = _System()


def is_system(actor: Any) -> bool:
    """Tell whether the actor is the house itself rather than a person."""
    return actor is SYSTEM


def person(actor: Any) -> Any | None:
    """Return the actor for a foreign key to a user: the person, or None for the house itself."""
    return None if actor is SYSTEM else actor


def require(allowed: bool, message: str = "", *, code: str = "not_permitted") -> None:  # noqa: FBT001 - reads as a sentence
    """Raise `NotPermitted` unless allowed: `require(may_approve_requisition(by, requisition), _("…"))`."""
    if not allowed:
        raise NotPermitted(str(message), code=code)
