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
)  # fmt: skip


def register() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register_kind(kind)
