"""The kinds of notices of this part, and what waits for a person."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel


def register() -> None:
    """Register kinds and listers."""
    for kind in KINDS:
        register_kind(kind)
    for lister in (approval_tasks, review_tasks, plan_tasks, decision_tasks):
        waiting.register(lister)


def _kind(key: str, label: Any, title: Any, action: Any, body: Any = "", **more: Any) -> NoticeKind:
    return NoticeKind(key=f"procurement.{key}", label=label, title=title, body=body, action=action, **more)


KINDS = (
    _kind("category_moved", _("My category has moved"), _("%(category)s has become %(quadrant)s"),
          _("Look at the category")),
    _kind("strategy_outdated", _("A strategy of mine is out of date"),
          _("The strategy for %(category)s is out of date"),
          _("Look at the strategy"), _("%(number)s: %(reason)s")),
    _kind("strategy_asked", _("A strategy waits for my approval"),
          _("The strategy for %(category)s waits for approval"),
          _("Decide"), _("%(number)s"), default=Channel.BOTH),
    _kind("strategy_returned", _("My strategy is returned"), _("The strategy for %(category)s was returned"),
          _("Look again"), _("%(number)s: %(reason)s")),
    _kind("strategy_approved", _("My strategy is in force"), _("The strategy for %(category)s is in force"), _("Look"),
          _("%(number)s")),
    _kind("plan_approved", _("My supply plan is approved"), _("Supply plan %(number)s is approved"), _("Look")),
    _kind("decision_mine", _("A decision of a cycle is mine"), _("%(action)s"), _("To the cycle"),
          _("Decided for cycle %(cycle)s.")),
)  # fmt: skip


def approval_tasks(user: Any) -> list[waiting.Task]:
    """Strategies that this person may approve."""
    from procurement.models import Strategy
    from procurement.states import StrategyStatus
    from srm.accounts.states import Role

    if user.is_portal or not user.has_role(Role.PROCUREMENT_HEAD, Role.FINANCE):
        return []
    rows = Strategy.objects.filter(status=StrategyStatus.SUBMITTED).exclude(created_by=user)
    return [
        waiting.Task(
            due=None, title=_title(s), url=s.get_absolute_url(), subtitle=s.get_quadrant_display(), number=s.number,
            from_person=s.created_by, action_label=pgettext_lazy("decision", "Approve"), kind="approve",
        )
        for s in rows.select_related("category", "created_by")
    ]  # fmt: skip


def review_tasks(user: Any) -> list[waiting.Task]:
    """Strategies of one's own categories that are out of date or past their review."""
    from procurement.queries.strategy import strategies_due

    if user.is_portal:
        return []
    return [
        waiting.Task(
            due=_end_of(s.review_on), title=_title(s), url=s.get_absolute_url(), subtitle=s.outdated_reason,
            number=s.number, action_label=pgettext_lazy("verb", "Review"),
        )
        for s in strategies_due(user) if s.category.owner_id == user.pk
    ]  # fmt: skip


def plan_tasks(user: Any) -> list[waiting.Task]:
    """Supply plans that this person may approve."""
    from django.db.models import F, Sum

    from procurement.models import SupplyPlan
    from procurement.states import PlanStatus
    from srm.accounts.states import Role

    if user.is_portal or not user.has_role(Role.PROCUREMENT_HEAD, Role.FINANCE):
        return []
    rows = SupplyPlan.objects.filter(status=PlanStatus.DRAFT).exclude(created_by=user).select_related("created_by")
    rows = rows.annotate(total=Sum(F("lines__known_amount") + F("lines__forecast_amount")))
    return [
        waiting.Task(
            due=None, title=str(_("Supply plan")), url=p.get_absolute_url(), number=p.number,
            from_person=p.created_by, amount=p.total, currency=settings.ORGANISATION_CURRENCY,
            action_label=pgettext_lazy("decision", "Approve"), kind="approve",
        )
        for p in rows
    ]  # fmt: skip


def decision_tasks(user: Any) -> list[waiting.Task]:
    """What the last cycle decided and this person is to do."""
    from procurement.models import CycleDecision
    from procurement.states import CycleStatus

    if user.is_portal:
        return []
    live = [CycleStatus.RUNNING, CycleStatus.REVIEW]
    rows = CycleDecision.objects.filter(owner=user, done_at=None, cycle__status__in=live).select_related("cycle")
    return [
        waiting.Task(
            due=_end_of(d.cycle.ends_on), title=d.action, url=d.cycle.get_absolute_url(), subtitle=d.problem,
            number=d.cycle.code, action_label=_("Tick off"), kind="todo",
        )
        for d in rows
    ]  # fmt: skip


def _title(strategy: Any) -> str:
    return str(_("Strategy for %(category)s") % {"category": strategy.category})


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
