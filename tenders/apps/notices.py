"""The kinds of notices, and what waits for a person."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.accounts.states import Role
from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel
from srm.ui.doors import supplier_of
from tenders.models import Award, Question, Tender
from tenders.queries.portal import portal_tenders
from tenders.queries.waiting import members_due, opening_due
from tenders.states import AwardStatus, TenderStatus


def register() -> None:
    """Register kinds and listers."""
    for kind in KINDS:
        register_kind(kind)
    for lister in (opening_tasks, committee_tasks, award_tasks, question_tasks, portal_tasks):
        waiting.register(lister)


def _kind(
    key: str, label: Any, title: Any, action: Any, *, body: Any = "", portal: bool = False, **more: Any
) -> NoticeKind:
    return NoticeKind(key=f"tenders.{key}", label=label, title=title, body=body, action=action, portal=portal, **more)


WHAT = _("%(number)s %(title)s")
KINDS = (
    _kind("invited", _("An invitation to bid"), _("You are invited to bid: %(title)s"), _("Look at the tender"),
          body=_("%(number)s, bids until %(until)s."), portal=True, mandatory=True),
    _kind("amended", _("A tender is amended"), _("%(number)s was amended"), _("See what changed"),
          body=_("%(reason)s Bids until %(until)s."), portal=True, mandatory=True),
    _kind("answered", _("A question is answered"), _("A question on %(number)s was answered"), _("Read the answer"),
          body=WHAT, portal=True),
    _kind("received", _("Your bid is received"), _("Your bid for %(number)s is in"), _("See the receipt"),
          body=_("Received %(at)s. Receipt %(receipt)s, fingerprint %(digest)s."), portal=True, mandatory=True),
    _kind("withdrawn", _("Your bid is withdrawn"), _("Your bid for %(number)s was withdrawn"), _("Look at the tender"),
          body=WHAT, portal=True),
    _kind("ended", _("A tender ends without award"), _("%(number)s ended without award"), _("Look at the tender"),
          body=_("%(reason)s"), portal=True, mandatory=True),
    _kind("letter", _("The result of a tender"), _("The decision on %(number)s"), _("Read the letter"),
          body=WHAT, portal=True, mandatory=True),
    _kind("asked", _("A bidder asks a question"), _("A question on %(number)s waits for an answer"), _("Answer"),
          body=WHAT),
    _kind("seated", _("I am on a committee"), _("You are on the committee of %(number)s"), _("Declare yourself"),
          body=WHAT),
    _kind("opened", _("Bids are opened"), _("The bids of %(number)s are open"), _("Look at the bids"), body=WHAT),
    _kind("frozen", _("All scores are frozen"), _("All scores of %(number)s are frozen"), _("Compare the bids"),
          body=WHAT),
    _kind("award_asked", _("An award waits for my approval"), _("An award of %(number)s waits for your approval"),
          _("Decide"), body=_("%(title)s, %(supplier)s, %(amount)s."), default=Channel.BOTH),
    _kind("award_returned", _("My award is returned"), _("The award of %(number)s was returned"), _("Look again"),
          body=_("%(comment)s")),
    _kind("award_answered", _("The winner has answered"), _("%(supplier)s answered the award of %(number)s"), _("Look"),
          body=_("%(answer)s")),
)  # fmt: skip


def opening_tasks(user: Any) -> list[waiting.Task]:
    """Bids that can be opened now."""
    return [_task(t, _("Open the bids"), "tender-opening", due=t.bids_until) for t in opening_due(user)]


def committee_tasks(user: Any) -> list[waiting.Task]:
    """Declare, then score."""
    tasks = []
    for member in members_due(user):
        label, name = (
            (pgettext_lazy("verb", "Score"), "tender-scores") if member.declared_at else (_("Declare"), "tender-detail")
        )
        tasks.append(_task(member.tender, label, name))
    return tasks


def award_tasks(user: Any) -> list[waiting.Task]:
    """Awards that this person may approve."""
    if user.is_portal:
        return []
    rows = Award.objects.visible_to(user).filter(status=AwardStatus.PROPOSED)
    if not user.has_role(Role.PROCUREMENT_HEAD):
        rows = rows.filter(lot__tender__committee__user=user, lot__tender__committee__role="chair")
    rows = rows.exclude(created_by=user).exclude(lot__tender__buyer=user)
    return [_award_task(award) for award in rows.select_related("lot__tender__buyer", "supplier")]


def question_tasks(user: Any) -> list[waiting.Task]:
    """Questions on one's own tenders."""
    if user.is_portal:
        return []
    waits = Question.objects.filter(tender__buyer=user, tender__status=TenderStatus.PUBLISHED, answered_at=None)
    return [
        _task(q.tender, _("Answer"), "tender-questions", due=q.tender.bids_until, kind="question")
        for q in waits.select_related("tender")
    ]


def portal_tasks(user: Any) -> list[waiting.Task]:
    """Drafts not sent and invitations not answered."""
    supplier = supplier_of(user) if user.is_portal else None
    if supplier is None:
        return []
    rows = [r for r in portal_tenders(supplier) if r.is_open and (r.is_unsent or (r.is_new and not r.is_in))]
    return [
        _task(
            row.tender, _("Finish bid") if row.is_unsent else _("Answer"),
            "portal-bid" if row.is_unsent else "portal-tender-detail", due=row.due,
        )
        for row in rows
    ]  # fmt: skip


def _award_task(award: Award) -> waiting.Task:
    tender = award.lot.tender
    return waiting.Task(
        due=None, title=tender.title, url=award.get_absolute_url(), subtitle=award.supplier.name, number=tender.number,
        from_person=tender.buyer, amount=award.amount, currency=award.currency, action_label=_("Decide"),
        kind="approve",
    )  # fmt: skip


def _task(tender: Tender, label: Any, name: str, *, due: datetime | None = None, kind: str = "task") -> waiting.Task:
    url = reverse(f"tenders:{name}", args=[tender.public_id])
    return waiting.Task(due=due, title=tender.title, url=url, number=tender.number, action_label=label, kind=kind)
