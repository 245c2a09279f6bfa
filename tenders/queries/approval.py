"""Who may approve a tender's awards, and which strategy or quadrant says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from procurement.models import Strategy
from procurement.queries.proposal import ApprovalFor, approval_for
from procurement.states import ApprovalLevel, Quadrant
from srm.accounts.models import User
from srm.accounts.queries import people_with_role
from srm.reference.models import Category
from tenders.models import Award, Tender
from tenders.policies.award import approver_roles, chair_decides, may_approve_award
from tenders.states import CommitteeRole

WHO: dict[str, str | Promise] = {
    "": gettext_lazy("the chair of the committee or the head of procurement"),
    ApprovalLevel.LIGHT: gettext_lazy("another category manager, finance, the head of procurement or the chair"),
    ApprovalLevel.NORMAL: gettext_lazy("finance, the head of procurement or the chair of the committee"),
    ApprovalLevel.EXECUTIVE: gettext_lazy("the head of procurement"),
}
LEVELS: dict[str, str | Promise] = {
    "": "",
    ApprovalLevel.LIGHT: pgettext_lazy("approval level", "Light approval"),
    ApprovalLevel.NORMAL: pgettext_lazy("approval level", "Normal approval"),
    ApprovalLevel.EXECUTIVE: pgettext_lazy("approval level", "Executive approval"),
}


@dataclass(frozen=True)
class AwardApproval:
    """Who approves (in words), at which level, why; the strategy that asks for it, for who may read
    it, and the people while it waits.
    """

    level: str
    label: str | Promise
    who: str | Promise
    why: str
    strategy: Strategy | None
    people: Sequence[User] = ()


def categories_of(tender: Tender) -> list[Category]:
    """Return the categories of the tender's bundles, or its own where nothing was bundled."""
    found = {lot.bundle.category for lot in tender.lots.select_related("bundle__category") if lot.bundle}
    return sorted(found, key=lambda category: category.pk) or [tender.category]


def approval_of(tender: Tender, user: Any, award: Award | None = None) -> AwardApproval:
    """Return what was frozen at publication; of a draft what would be frozen now."""
    kept = ApprovalFor(tender.approval_level, tender.approval_source)
    found = kept if tender.published_at else approval_for(categories_of(tender))
    strategy = Strategy.objects.filter(number=found.source).select_related("category").first()
    return AwardApproval(
        found.level, LEVELS[found.level], WHO[found.level], _why(found, strategy),
        strategy if strategy and Strategy.objects.visible_to(user).filter(pk=strategy.pk).exists() else None,
        approvers_of(award) if award else (),
    )  # fmt: skip


def approvers_of(award: Award) -> list[User]:
    """Return the people who may approve an award now, by name: the declared chair and those of the level's roles."""
    tender = award.lot.tender
    people = set(people_with_role(*approver_roles(tender.approval_level)))
    if chair_decides(tender.approval_level):
        people |= {m.user for m in tender.committee.filter(role=CommitteeRole.CHAIR).select_related("user")}
    return sorted((p for p in people if may_approve_award(p, award)), key=lambda p: (p.name, p.pk))


def award_levels(user: Any) -> list[str]:
    """Return the levels at which the person's roles let him approve."""
    return [level for level in WHO if user.has_role(*approver_roles(level))]


def _why(found: ApprovalFor, strategy: Strategy | None) -> str:
    if not found.level:
        return ""
    if strategy:
        words = {"number": strategy.number, "category": strategy.category.name}
        return _("Strategy %(number)s for %(category)s asks for this level.") % words
    if found.source in Quadrant.values:
        return _("The category is %(quadrant)s, and no strategy says otherwise.") % {
            "quadrant": Quadrant(found.source).label
        }
    return _("The category has no place on the matrix: the normal level holds.")
