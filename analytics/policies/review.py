"""Who reviews a cycle and asks for opinions."""

from typing import Any

from analytics.models import Finding, SurveyInvitation
from srm.accounts.states import PROCUREMENT_ROLES, Role


def may_review_cycle(user: Any) -> bool:
    """The head of procurement."""
    return user.has_role(Role.PROCUREMENT_HEAD)


def may_add_finding(user: Any) -> bool:
    """Procurement and the auditor: findings come from whoever sees them."""
    return user.has_role(*PROCUREMENT_ROLES, Role.AUDITOR)


def may_decide_finding(user: Any, finding: Finding) -> bool:
    """The head of procurement decides; its owner may say how."""
    return may_review_cycle(user) or finding.owner_id == user.pk


def may_open_survey(user: Any) -> bool:
    """The head of procurement."""
    return may_review_cycle(user)


def may_answer_survey(user: Any, invitation: SurveyInvitation) -> bool:
    """Who was asked, himself."""
    return invitation.user_id == user.pk
