"""Who may import. Each kind says who may bring it in; a run belongs to who uploaded it."""

from typing import Any

from srm.authz import is_system, person
from srm.imports.models import ImportRun
from srm.imports.registry import ImportKind


def may_upload_import(user: Any, kind: ImportKind) -> bool:
    """Whom the kind allows, never a supplier's person; the house itself unless rows become somebody's own."""
    if is_system(user):
        return not kind.needs_person
    return not user.is_portal and kind.may_import(user)


def may_run_import(user: Any, run: ImportRun, kind: ImportKind) -> bool:
    """Who uploaded it, while the kind still allows him."""
    return run.created_by_id == getattr(person(user), "pk", None) and may_upload_import(user, kind)
