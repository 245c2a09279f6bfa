"""What people are told of requests."""

from django.utils.translation import gettext_lazy as _

from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel

KINDS = (
    NoticeKind(
        key="procurement.approval_asked", label=_("An approval is asked of me"),
        title=_("%(who)s asks you to approve %(number)s"), body=_("%(title)s, %(amount)s, needed on %(needed)s"),
        action=_("Decide"), default=Channel.BOTH,
    ),
    NoticeKind(
        key="procurement.requisition_returned", label=_("My request was returned"),
        title=_("%(number)s was returned to you"), body=_("%(title)s: %(comment)s"), action=_("Answer"),
        default=Channel.BOTH,
    ),
    NoticeKind(
        key="procurement.requisition_rejected", label=_("My request was rejected"),
        title=_("%(number)s was rejected"), body=_("%(title)s: %(comment)s"), action=_("Open"), default=Channel.BOTH,
    ),
    NoticeKind(
        key="procurement.requisition_approved", label=_("My request was approved"),
        title=_("%(number)s is approved"), body=_("%(title)s"), action=_("Open"), default=Channel.IN_APP,
    ),
    NoticeKind(
        key="procurement.approval_escalated", label=_("An overdue approval is passed on to me"),
        title=_("%(number)s waits too long with %(who)s"), body=_("%(title)s. You may decide it as well."),
        action=_("Decide"), default=Channel.BOTH,
    ),
    NoticeKind(
        key="procurement.requisition_reminded", label=_("I am reminded of a request"),
        title=_("%(who)s reminds you of %(number)s"), body=_("%(title)s"), action=_("Open"), default=Channel.BOTH,
    ),
    NoticeKind(
        key="procurement.requisition_watched", label=_("I am made a watcher of a request"),
        title=_("You watch %(number)s"), body=_("%(title)s"), action=_("Open"), default=Channel.IN_APP,
    ),
    NoticeKind(
        key="procurement.line_rejected", label=_("A line of my request was left out"),
        title=_("A line of %(number)s was rejected"), body=_("%(line)s: %(comment)s"), action=_("Open"),
        default=Channel.BOTH,
    ),
    NoticeKind(
        key="procurement.mail_drafted", label=_("A request I sent by e-mail is a draft"),
        title=_("%(number)s is drafted from your e-mail"), body=_("%(title)s. Look it through and send it."),
        action=_("Open"), default=Channel.BOTH,
    ),
)  # fmt: skip


def register() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register_kind(kind)
