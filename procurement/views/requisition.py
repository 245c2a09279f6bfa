"""Requests: list, one request, its draft, and what is done to it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from procurement import services
from procurement.models import Requisition, RequisitionRating
from procurement.policies.planning import may_assign_line
from procurement.policies.requisition import (
    decides_step,
    may_cancel_requisition,
    may_create_requisition,
    may_edit_requisition,
    may_revise_requisition,
    may_see_splits,
)
from procurement.queries.budget import budgets_of_lines, standings_of
from procurement.queries.split import splits_for
from procurement.queries.track import line_tracks
from procurement.states import REQUISITION, RequisitionStatus
from procurement.views.steps import shown_steps
from procurement.views.track import shown
from srm.accounts.queries import principals_now
from srm.clock import organisation_today
from srm.reading import one_reading
from srm.ui.actions import Action, open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Bulk, Column, Empty, Filter, ListPage, act


def visible(request: HttpRequest, public_id: str) -> Requisition:
    """Return the request, or 404 for whom it does not exist."""
    rows = Requisition.objects.visible_to(request.user).select_related(
        "requester", "department", "cost_centre__owner", "cost_centre__legal_entity", "place"
    )
    return get_object_or_404(rows, public_id=public_id)


def _of_person(rows: QuerySet, values: list[str], user: Any) -> QuerySet:
    return rows.filter(requester=user) if "me" in values else rows


class RequisitionList(ListPage):
    title = gettext_lazy("Requisitions")
    search_fields = ("number", "title", "requester__name")
    default_sort = "-created"
    primary = (gettext_lazy("New request"), "procurement:requisition-create")
    columns = (
        Column("title", gettext_lazy("Request"), "strong", sub="number", sort="title"),
        Column("requester", gettext_lazy("Requester"), sub="department.name", sort="requester__name"),
        Column("status", gettext_lazy("Status"), "status", sort="status"),
        Column("cost_centre", gettext_lazy("Cost centre"), hidden=True),
        Column("needed", gettext_lazy("Needed on"), "day", "needed_on", sort="needed_on"),
        Column("total", gettext_lazy("Sum"), "money", currency="currency", sort="base_total"),
        Column("created", gettext_lazy("Made"), "when", "created_at", sort="created_at"),
    )
    bulk = (
        Bulk(gettext_lazy("Approve"), "procurement:approval-approve", "check"),
        Bulk(gettext_lazy("Return"), "procurement:approval-return", "arrow-back-up"),
    )
    empty = Empty(
        gettext_lazy("No requests yet"), gettext_lazy("Ask for what your department needs."),
        gettext_lazy("New request"), "procurement:requisition-create", "file-plus",
    )  # fmt: skip

    @property
    def filters(self) -> tuple[Filter, ...]:  # type: ignore[override]
        user = self.request.user
        mine = Filter(
            "whose", gettext_lazy("Whose"), [("me", gettext_lazy("Mine"))],
            apply=lambda rows, values: _of_person(rows, values, user),
        )  # fmt: skip
        return (Filter("status", gettext_lazy("Status"), RequisitionStatus.choices), mine)

    def may_primary(self) -> bool:
        return may_create_requisition(self.request.user)

    def get_queryset(self) -> QuerySet:
        rows = Requisition.objects.visible_to(self.request.user)
        return rows.select_related("requester", "department", "cost_centre")


requisition_list = staff_page(RequisitionList.as_view())


@require_safe
@one_reading()
@staff_page
def requisition_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: where its lines are, who has it, what it does to the budget, who approved."""
    requisition = visible(request, public_id)
    today, user = organisation_today(), request.user
    steps = shown_steps(requisition)
    waiting = [_of(row.step, requisition) for row in steps if row.is_now]
    tracks = line_tracks(requisition, today, waiting)
    lines = [track.line for track in tracks if track.line]
    allowed = _may_decide(user, waiting)
    context = {
        "requisition": requisition,
        "waiting": waiting,
        "steps": steps,
        "may_decide": allowed,
        "actions": _actions(user, requisition, lines, allowed=allowed),
        "tracks": [shown(track, user, today) for track in tracks],
        "standings": standings_for(requisition, lines),
        "splits": _splits(user, requisition, waiting),
        "asked_again": _asked_again(requisition),
        "accountable": _accountable(user, requisition),
        **_sight(user, requisition),
    }
    return render(request, "procurement/requisition/detail.html", context)


def _accountable(user: Any, requisition: Requisition) -> bool:
    open_yet = REQUISITION.allows(requisition, "submit") or REQUISITION.allows(requisition, "approve")
    return open_yet and may_assign_line(user, requisition)


def _may_decide(user: Any, waiting: list[Any]) -> bool:
    principals = principals_now(user) if waiting else []  # the service that decides asks the database's clock
    return any(decides_step(user, step, principals)[0] for step in waiting)


def _actions(user: Any, requisition: Requisition, lines: list[Any], *, allowed: bool) -> list[Action]:
    bought = _is_being_bought(requisition)
    policies = {
        "submit": may_edit_requisition, "recall": lambda *about: may_edit_requisition(*about) and not bought,
        "cancel": lambda *about: may_cancel_requisition(*about) and not bought,
        "approve": lambda *_: allowed, "return": lambda *_: allowed and not bought, "reject": lambda *_: allowed,
    }  # fmt: skip
    found = open_actions(
        user, requisition, REQUISITION, policies, url_name="procurement:requisition-{verb}",
        primary={"submit", "approve"}, danger={"reject", "cancel"}, reasons={"return", "reject", "cancel"},
        confirms={
            "return": _("The requester can change it and send it again."), "reject": _("It ends here."),
            "cancel": _("Its budget and stock become free."),
        },
    )  # fmt: skip
    several = sum(line.rejected_at is None for line in lines) > 1
    return [*found, *(_deciding(requisition, several=several) if allowed else []), *_more(user, requisition)]


def _is_being_bought(requisition: Requisition) -> bool:
    """Then what an award made dearer is approved or rejected, and not given back."""
    return requisition.approved_total is not None and requisition.lines.being_bought().exists()


def _asked_again(requisition: Requisition) -> dict[str, Any] | None:
    """What had been approved, and what is asked for now; in the organisation's currency."""
    if requisition.status != RequisitionStatus.SUBMITTED or requisition.approved_total is None:
        return None
    return {
        "approved": requisition.approved_total, "now": requisition.base_total,
        "currency": settings.ORGANISATION_CURRENCY,
    }  # fmt: skip


def _of(step: Any, requisition: Requisition) -> Any:
    step.requisition = requisition
    return step


def _deciding(requisition: Requisition, *, several: bool) -> list[Action]:
    """What an approver may do besides saying yes or no to the whole."""
    return [
        *([_page_of("decide", _("Approve line by line"), requisition, "list-check")] if several else []),
        _page_of("ask", _("Ask somebody else as well"), requisition, "user-plus"),
    ]


def _page_of(verb: str, label: str, requisition: Requisition, icon: str, *, method: str = "get") -> Action:
    return Action(label, reverse(f"procurement:requisition-{verb}", args=[requisition.public_id]), method, icon)


def _more(user: Any, requisition: Requisition) -> list[Action]:
    found = []
    if may_edit_requisition(user, requisition) and REQUISITION.allows(requisition, "submit"):
        url = reverse("procurement:requisition-edit", args=[requisition.public_id])
        found.append(Action(_("Edit"), url, "get", "pencil"))
    if may_create_requisition(user):
        url = reverse("procurement:requisition-copy", args=[requisition.public_id])
        found.append(Action(_("Repeat"), url, "post", "copy"))
        url = reverse("procurement:template-keep", args=[requisition.public_id])
        found.append(Action(_("Keep as a template"), url, "get", "template"))
    if REQUISITION.allows(requisition, "reapprove") and may_revise_requisition(user, requisition):
        found.append(_page_of("revise", _("Change amounts"), requisition, "adjustments"))
    if requisition.submitted_at:
        found.append(_page_of("watch", _("Let somebody watch"), requisition, "eye"))
    return found


def standings_for(requisition: Requisition, lines: Sequence[Any]) -> list[dict[str, Any]]:
    """The budgets of the request; `this` only while it is neither waiting (then it is in requested) nor booked."""
    kept = [line for line in lines if line.rejected_at is None]
    budgets = {b.pk: b for b in budgets_of_lines(kept) if b}
    drafted = requisition.status in (RequisitionStatus.DRAFT, RequisitionStatus.RETURNED)
    this = requisition.total if drafted and len(budgets) == 1 else 0
    return [{"budget": row.budget, "now": row.standing, "this": this} for row in standings_of(budgets.values())]


def _splits(user: Any, requisition: Requisition, waiting: list[Any]) -> list[Any]:
    """Shown to whoever approves, and afterwards to the auditor, finance and the head of procurement."""
    shown_now = bool(waiting) or (requisition.submitted_at and may_see_splits(user))
    return splits_for([requisition])[requisition.pk] if shown_now else []


def _sight(user: Any, requisition: Requisition) -> dict[str, Any]:
    """What only the requester does: remind, rate; who watches."""
    own = may_edit_requisition(user, requisition)
    rating = RequisitionRating.objects.filter(requisition=requisition).first()
    return {
        "rating": rating,
        "may_remind": own and requisition.status in (RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED),
        "may_rate": own and requisition.status == RequisitionStatus.DONE and rating is None,
        "watchers": requisition.watchers.select_related("person"),
    }


def _verb(service: Any, done: Any, *, with_reason: bool = False) -> Any:
    """Make the view of a button: the service, and what is said when it is done."""

    @require_POST
    @staff_page
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        requisition = visible(request, public_id)
        comment = request.POST.get("reason") or request.POST.get("comment") or ""
        said = {"comment": comment} if with_reason else {}
        return act(
            request, lambda: service(requisition=requisition, by=request.user, **said), to=requisition, done=done
        )

    return view


requisition_submit = _verb(services.submit_requisition, gettext_lazy("Sent for approval."))
requisition_recall = _verb(services.recall_requisition, gettext_lazy("Taken back."))
requisition_approve = _verb(services.approve_requisition, gettext_lazy("Approved."), with_reason=True)
requisition_return = _verb(services.return_requisition, gettext_lazy("Returned."), with_reason=True)
requisition_reject = _verb(services.reject_requisition, gettext_lazy("Rejected."), with_reason=True)
requisition_cancel = _verb(services.cancel_requisition, gettext_lazy("Cancelled."), with_reason=True)


@require_POST
@staff_page
def requisition_copy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a draft like an old request and open it."""
    old = visible(request, public_id)
    return act(
        request, lambda: services.copy_requisition(requisition=old, by=request.user), done=_("A new draft."),
        to=lambda new: reverse("procurement:requisition-edit", args=[new.public_id]) if new else old.get_absolute_url(),
    )  # fmt: skip
