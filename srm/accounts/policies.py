"""Who may administer people."""

from typing import Any

from srm.accounts.models import Delegation, User
from srm.accounts.states import Kind, Role
from srm.authz import is_system


def may_give_delegation(user: Any, principal: User) -> bool:
    """A person for himself, an administrator for anyone on the staff."""
    return principal.kind == Kind.STAFF and (user == principal or user.has_role(Role.ADMIN))


def may_revoke_delegation(user: Any, delegation: Delegation) -> bool:
    """Who gave it may take it back."""
    return may_give_delegation(user, delegation.principal)


def may_manage_people(user: Any) -> bool:
    """Administrators only."""
    return user.has_role(Role.ADMIN)


def may_change_profile(user: Any, person: User) -> bool:
    """A person his own, an administrator anyone's."""
    return user == person or user.has_role(Role.ADMIN)


def may_enrol_factor(user: Any, person: User) -> bool:
    """Everybody for himself."""
    return user == person


def may_show_factor(user: Any, person: User) -> bool:
    """Everybody for himself; the house itself at sign-in, where it is not known yet who it is."""
    return user == person or is_system(user)


def may_remove_factor(user: Any, person: User) -> bool:
    """A person his own, an administrator anyone's."""
    return user == person or user.has_role(Role.ADMIN)


def may_end_sessions(user: Any, person: User) -> bool:
    """A person his own, an administrator anyone's."""
    return user == person or user.has_role(Role.ADMIN)
