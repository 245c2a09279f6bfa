"""The kinds of notices of this part, and what waits for a person."""

import json
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.accounts.states import Role
from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel
from srm.notifications.waiting import Row, Task

APPROVERS = (Role.PROCUREMENT_HEAD, Role.FINANCE)


def register() -> None:
    """Register kinds and listers."""
    for kind in KINDS:
        register_kind(kind)
    waiting.register(strategies_to_approve, _strategy_to_approve)
    waiting.register(strategies_to_review, _strategy_to_review)
    waiting.register(plans_to_approve, _plan_to_approve)
    waiting.register(decisions_to_do, _decision_to_do)


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


def strategies_to_approve(user: Any) -> Any:
    """Strategies that this person may approve: those of the levels that name a role of his."""
    from procurement.models import Strategy
    from procurement.states import APPROVERS_AT, StrategyStatus
    from srm.reference.models import category_name

    levels = [level for level, roles in APPROVERS_AT.items() if user.has_role(*roles)]
    if not levels:
        return None
    rows = Strategy.objects.filter(status=StrategyStatus.SUBMITTED, approval_level__in=levels)
    return waiting.rows(
        rows.exclude(created_by=user).order_by("pk"), title=category_name("category__"), subtitle="quadrant",
        number="number", person="created_by_id",
    )  # fmt: skip


def strategies_to_review(user: Any) -> Any:
    """Strategies of one's own categories that are out of date, due at once, or past their review."""
    from procurement.queries.strategy import due_strategies
    from srm.clock import shown_today
    from srm.reference.models import category_name

    rows = due_strategies(user).filter(category__owner=user).order_by("review_on")
    due = Least("review_on", Value(shown_today()))
    return waiting.rows(
        rows, title=category_name("category__"), subtitle=Cast("outdated_params", TextField()), number="number",
        on=due, state="outdated_code",
    )  # fmt: skip


def plans_to_approve(user: Any) -> Any:
    """Supply plans that this person may approve."""
    from procurement.models import PlanLine, SupplyPlan
    from procurement.states import PlanStatus

    if not user.has_role(*APPROVERS):
        return None
    lines = PlanLine.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    total = lines.annotate(total=Sum(F("known_amount") + F("forecast_amount"))).values("total")
    rows = SupplyPlan.objects.filter(status=PlanStatus.DRAFT).exclude(created_by=user)
    return waiting.rows(rows, number="number", person="created_by_id", amount=Subquery(total))


def decisions_to_do(user: Any) -> Any:
    """What the last cycle decided and this person is to do."""
    from procurement.models import CycleDecision
    from procurement.states import CycleStatus

    live = [CycleStatus.RUNNING, CycleStatus.REVIEW]
    rows = CycleDecision.objects.filter(owner=user, done_at=None, cycle__status__in=live).order_by("pk")
    return waiting.rows(
        rows, key="cycle__public_id", title="action", subtitle="problem", number="cycle__code", on="cycle__ends_on"
    )


def _strategy_to_approve(row: Row) -> Task:
    from procurement.states import Quadrant

    return row.task(
        "procurement:strategy-detail", pgettext_lazy("decision", "Approve"), kind="approve", title=_title(row),
        subtitle=Quadrant(row.subtitle).label,
    )  # fmt: skip


def _strategy_to_review(row: Row) -> Task:
    from procurement.states import outdated_words

    why = outdated_words(row.state, json.loads(row.subtitle or "{}"))
    return row.task("procurement:strategy-detail", pgettext_lazy("verb", "Review"), title=_title(row), subtitle=why)


def _plan_to_approve(row: Row) -> Task:
    return row.task(
        "procurement:supply-plan-detail", pgettext_lazy("decision", "Approve"), kind="approve",
        title=str(_("Supply plan")), currency=settings.ORGANISATION_CURRENCY,
    )  # fmt: skip


def _decision_to_do(row: Row) -> Task:
    return row.task("procurement:cycle-detail", _("Tick off"), kind="todo")


def _title(row: Row) -> str:
    return str(_("Strategy for %(category)s") % {"category": row.title})
