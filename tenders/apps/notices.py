"""The kinds of notices, and what waits for a person."""

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel
from srm.notifications.waiting import Row, Task
from srm.ui.doors import supplier_of
from tenders.models import Award, CommitteeMember, Invitation, Question, Tender
from tenders.queries.waiting import awards_to_approve, bids_to_make, members_due, openings_due, questions_to_answer


def register() -> None:
    """Register kinds and listers."""
    for kind in KINDS:
        register_kind(kind)
    waiting.register(openings, lambda row: row.task("tenders:tender-opening", _("Open the bids")))
    waiting.register(seats, _seat)
    waiting.register(awards, lambda row: row.task("tenders:lot-award", _("Decide"), kind="approve"))
    waiting.register(questions, lambda row: row.task("tenders:tender-questions", _("Answer"), kind="question"))
    waiting.register(invitations, _invitation, portal=True)


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


def openings(user: Any) -> QuerySet[Tender]:
    """Bids that can be opened now."""
    return waiting.rows(openings_due(user), title="title", number="number", at="bids_until")


def seats(user: Any) -> QuerySet[CommitteeMember]:
    """Declare, then score: `state` tells which."""
    state = Case(When(declared_at=None, then=Value("declare")), default=Value("score"))
    return _of_tender(members_due(user), state=state)


def awards(user: Any) -> QuerySet[Award]:
    """Awards that this person may approve."""
    return waiting.rows(
        awards_to_approve(user), key="lot__public_id", title="lot__tender__title", subtitle="supplier__name",
        number="lot__tender__number", person="lot__tender__buyer_id", amount="amount", currency="currency",
    )  # fmt: skip


def questions(user: Any) -> QuerySet[Question]:
    """Questions on one's own tenders."""
    return _of_tender(questions_to_answer(user), at="tender__bids_until")


def invitations(user: Any) -> QuerySet[Invitation] | None:
    """Drafts not sent and invitations not answered."""
    supplier = supplier_of(user)
    if supplier is None:
        return None
    state = Case(When(unsent=True, then=Value("unsent")), default=Value(""))
    return _of_tender(bids_to_make(supplier), at="tender__bids_until", state=state)


def _of_tender(found: QuerySet[Any], **more: Any) -> QuerySet[Any]:
    return waiting.rows(found, key="tender__public_id", title="tender__title", number="tender__number", **more)


def _seat(row: Row) -> Task:
    if row.state == "declare":
        return row.task("tenders:tender-detail", _("Declare"))
    return row.task("tenders:tender-scores", pgettext_lazy("verb", "Score"))


def _invitation(row: Row) -> Task:
    if row.state == "unsent":
        return row.task("tenders:portal-bid", _("Finish bid"))
    return row.task("tenders:portal-tender-detail", _("Answer"))
