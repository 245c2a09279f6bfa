"""Navigation, and what stands beside other nouns."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.models import CycleReview, Finding
from analytics.policies.dossier import may_read_dossier
from analytics.queries.dossier import STARTS
from analytics.queries.links import page
from analytics.states import FindingStatus
from procurement.models import Cycle
from procurement.states import CycleStatus
from srm.accounts.states import ORGANISATION_ROLES
from srm.ui.registry import navigation, panels


def register() -> None:
    """Hang cycles, surveys and spend into the frame."""
    navigation.register("learn", _("Cycle review"), "rotate-clockwise", "analytics:review-current", count=open_findings,
                        visible=sees, order=50)  # fmt: skip
    panels.register(Cycle, "analytics/cycle/beside.html", link_to_review, slot="side", order=10)
    for kind, model in STARTS.items():
        panels.register(model, "analytics/dossier/beside.html", _link_to_dossier(kind), slot="side", order=90)


def sees(user: Any) -> bool:
    return user.is_superuser or user.has_role(*ORGANISATION_ROLES)


def open_findings(_user: Any) -> QuerySet[Finding]:
    return Finding.objects.filter(status=FindingStatus.OPEN, review__closed_at=None)


def link_to_review(_user: Any, cycle: Cycle) -> dict[str, Any] | None:
    """The review stands beside every cycle that has begun."""
    if cycle.status == CycleStatus.PLANNED:
        return None
    review = CycleReview.objects.filter(cycle=cycle).first()
    return {"url": page("analytics:cycle-review", cycle.public_id), "review": review}


def _link_to_dossier(kind: str) -> Callable[[Any, Any], dict[str, Any] | None]:
    def link(user: Any, obj: Any) -> dict[str, Any] | None:
        return {"url": page("analytics:dossier-detail", kind, obj.public_id)} if may_read_dossier(user) else None

    return link
