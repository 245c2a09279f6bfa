"""The kinds of notices of this stage."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel


def register() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register_kind(kind)


def _kind(
    key: str, label: Any, title: Any, action: Any, *, body: Any = "", portal: bool = False, **more: Any
) -> NoticeKind:
    return NoticeKind(key=f"contracts.{key}", label=label, title=title, body=body, action=action, portal=portal, **more)


SUM = _("%(title)s, %(amount)s.")
KINDS = (
    _kind("drafted", _("A contract is drafted from an award"), _("Contract %(number)s is drafted"), _("Look and send"),
          body=SUM),
    _kind("asked", _("A contract waits for our answer"), _("Contract %(number)s waits for your answer"),
          _("Read and answer"), body=SUM, portal=True, mandatory=True),
    _kind("answered", _("The supplier has answered a contract"), _("%(supplier)s answered contract %(number)s"),
          _("Look"), body=_("%(answer)s")),
    _kind("ended", _("A contract is changed or ended"), _("Contract %(number)s: %(what)s"), _("Look"),
          body=_("%(reason)s"), portal=True, mandatory=True),
    _kind("order_drafted", _("An order is drafted for me to send"), _("Order %(number)s is ready to be sent"),
          _("Look and send"), body=_("%(supplier)s, %(amount)s."), default=Channel.IN_APP),
    _kind("ordered", _("A new order"), _("Order %(number)s for %(amount)s"), _("Confirm"), portal=True, mandatory=True,
          body=_("Deliver to %(place)s. Please confirm with the day on which you deliver.")),
    _kind("order_answered", _("The supplier has answered an order"), _("%(supplier)s: order %(number)s %(answer)s"),
          _("Look"), body=_("%(reason)s")),
    _kind("order_cancelled", _("An order is cancelled"), _("Order %(number)s is cancelled"), _("Look"),
          body=_("%(reason)s"), portal=True, mandatory=True),
    _kind("coming", _("My goods are on their way"), _("%(what)s: comes on %(day)s"), _("Look"),
          body=_("%(supplier)s has confirmed order %(number)s."), default=Channel.IN_APP),
    _kind("received", _("Something arrived for me"), _("Goods of order %(number)s have arrived"), _("Look"),
          body=_("Received by %(by)s."), default=Channel.IN_APP),
    _kind("rejected", _("Goods were rejected"), _("Part of order %(number)s was rejected"), _("Look"), portal=True,
          body=_("%(reason)s")),
    _kind("blocked", _("An invoice does not match"), _("Invoice %(number)s of %(supplier)s does not match"),
          _("Look"), body=_("Invoice %(supplier_number)s, %(amount)s.")),
    _kind("to_approve", _("An invoice waits for approval"), _("Invoice %(number)s of %(supplier)s matches"),
          pgettext_lazy("decision", "Approve"), body=_("Invoice %(supplier_number)s, %(amount)s."),
          default=Channel.IN_APP),
    _kind("invoice_decided", _("Our invoice is decided"), _("Invoice %(supplier_number)s: %(what)s"), _("Look"),
          body=_("%(reason)s"), portal=True),
)  # fmt: skip
