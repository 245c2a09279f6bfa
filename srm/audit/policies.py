"""Who reads the record."""

from typing import Any

from srm.accounts.states import Role


def may_read_log(user: Any) -> bool:
    """Auditors and administrators."""
    return user.has_role(Role.AUDITOR, Role.ADMIN)
