"""Who reads a purchase as a whole."""

from typing import Any

from srm.accounts.states import PROCUREMENT_ROLES, Role


def may_read_dossier(user: Any, start: Any = None) -> bool:
    """Procurement and the auditor; each object in it is shown only to who may see that."""
    return not getattr(user, "is_portal", True) and user.has_role(*PROCUREMENT_ROLES, Role.AUDITOR)
