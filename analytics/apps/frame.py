"""Navigation and search."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.links import page
from analytics.models import Finding
from analytics.states import FindingStatus
from procurement.models import Cycle
from srm.accounts.states import ORGANISATION_ROLES
from srm.ui.registry import SearchHit, navigation, search


def register() -> None:
    """Hang cycles, surveys and spend into the frame."""
    navigation.register("learn", _("Cycle review"), "rotate-clockwise", "analytics:cycle-list", count=open_findings,
                        visible=sees, order=50)  # fmt: skip
    search.register(_("Cycles"), find_cycles)


def sees(user: Any) -> bool:
    return user.is_superuser or user.has_role(*ORGANISATION_ROLES)


def open_findings(_user: Any) -> int:
    return Finding.objects.filter(status=FindingStatus.OPEN, review__closed_at=None).count()


def find_cycles(user: Any, text: str) -> list[SearchHit]:
    """Find cycles by their code."""
    rows = Cycle.objects.visible_to(user).filter(code__icontains=text)[:10]
    return [
        SearchHit(c.code, page("analytics:cycle-review", c.public_id), c.get_status_display(), "rotate-clockwise")
        for c in rows
    ]
