"""Tiles, counts, the “New” menu, search and what waits for a person."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.models import ApprovalStep, Bundle, Requisition
from procurement.policies.planning import may_manage_approval_rules, may_manage_bundles
from procurement.policies.requisition import may_create_requisition, may_see_splits
from procurement.queries.approval import decidable_steps
from procurement.queries.budget import budgets_of_person, standings_of
from procurement.queries.home import own_open
from procurement.queries.track import tracks_of
from procurement.states import BundleStatus, RequisitionStatus
from srm.accounts.queries import principals_now
from srm.accounts.states import ORGANISATION_ROLES
from srm.clock import shown_today
from srm.notifications import waiting
from srm.notifications.waiting import Row, Task
from srm.reading import count_of
from srm.ui.registry import SearchHit, home_tiles, new_menu, search

APPROVAL_TIME = timedelta(days=2)


def register() -> None:
    """Register them."""
    new_menu.register(
        gettext_lazy("New request"), "procurement:requisition-create", icon="file-plus",
        visible=may_create_requisition, order=10,
    )  # fmt: skip
    search.register(gettext_lazy("Requisitions"), _find_requisitions)
    search.register(gettext_lazy("Bundles"), _find_bundles)
    home_tiles.register("department", "procurement/home/waiting.html", _waiting, order=10, width=4)
    home_tiles.register("department", "procurement/home/budget.html", _budget, order=20, width=4)
    home_tiles.register("department", "procurement/home/requests.html", _requests, order=40, width=12)
    waiting.register(approvals, _approval)
    waiting.register(returned, lambda row: row.task("procurement:requisition-edit", _("Answer"), kind="question"))


def open_requests(user: Any) -> QuerySet[Requisition]:
    """Return what the person asked for and has not got; for procurement, what waits for approval."""
    if user.has_role(*ORGANISATION_ROLES):
        return Requisition.objects.filter(status=RequisitionStatus.SUBMITTED)
    return Requisition.objects.filter(requester=user).open()


def approvals_waiting(user: Any) -> QuerySet[ApprovalStep]:
    return decidable_steps(user)


def open_bundles(user: Any) -> QuerySet[Bundle]:
    return Bundle.objects.filter(status__in=[BundleStatus.OPEN, BundleStatus.CONFIRMED])


def sees_bundles(user: Any) -> bool:
    return user.has_role(*ORGANISATION_ROLES)


def manages_rules(user: Any) -> bool:
    return may_manage_approval_rules(user)


def sees_splits(user: Any) -> bool:
    return may_see_splits(user)


def approvals(user: Any) -> QuerySet[ApprovalStep]:
    """What the person may approve; `state` names whom he stands in for."""
    others = [When(decider=person.pk, then=Value(person.name)) for person in principals_now(user)]
    return waiting.rows(
        decidable_steps(user).order_by("requisition__submitted_at"), key="requisition__public_id",
        title="requisition__title", subtitle="requisition__department__name", number="requisition__number",
        person="requisition__requester_id", amount="requisition__total", currency="requisition__currency",
        at=Coalesce("due_at", F("requisition__submitted_at") + APPROVAL_TIME),
        state=Case(*others, default=Value("")) if others else Value(""),
    )  # fmt: skip


def _approval(row: Row) -> Task:
    subtitle = row.subtitle
    if row.state:
        subtitle = _("%(department)s, for %(who)s") % {"department": subtitle, "who": row.state}
    return row.task("procurement:requisition-detail", _("Decide"), kind="approve", subtitle=subtitle)


def returned(user: Any) -> QuerySet[Requisition]:
    """The person's own requests that came back."""
    rows = Requisition.objects.filter(requester=user, status=RequisitionStatus.RETURNED).order_by("-decided_at")
    return waiting.rows(rows, title="title", subtitle="status_reason", number="number")


def _waiting(user: Any) -> dict[str, Any]:
    tasks = waiting.waiting_for(user)
    return {"tasks": tasks[:5], "count": len(tasks)}


def _budget(user: Any) -> dict[str, Any] | None:
    today = shown_today()
    budgets = list(budgets_of_person(user, today)[:3])
    if not budgets:
        return None
    same = [b for b in budgets if b.currency == budgets[0].currency]
    standings = standings_of(same)
    return {
        "standings": standings, "currency": same[0].currency, "days": (min(b.period_to for b in same) - today).days,
        "left": sum((s.standing.left for s in standings), Decimal(0)), "amount": sum(b.amount for b in same),
    }  # fmt: skip


def _requests(user: Any) -> dict[str, Any]:
    from procurement.views.track import shown

    today = shown_today()
    tracks = [shown(t, user, today) for t in tracks_of(own_open(user), today)]
    return {"tracks": tracks, "open_count": count_of(Requisition.objects.filter(requester=user).open())}


def _find_requisitions(user: Any, text: str) -> list[SearchHit]:
    rows = Requisition.objects.visible_to(user).filter(Q(number__icontains=text) | Q(title__icontains=text))
    return [
        SearchHit(r.title, r.get_absolute_url(), f"{r.number} · {r.get_status_display()}", "file-plus")
        for r in rows.order_by("-created_at")[:10]
    ]


def _find_bundles(user: Any, text: str) -> list[SearchHit]:
    if not may_manage_bundles(user) and not sees_bundles(user):
        return []
    rows = Bundle.objects.visible_to(user).filter(Q(number__icontains=text) | Q(title__icontains=text))
    return [
        SearchHit(b.title, b.get_absolute_url(), f"{b.number} · {b.get_status_display()}", "packages")
        for b in rows.order_by("-created_at")[:10]
    ]
