"""How the rules' reasons read to people."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenders.rules.auction.kinds import Reason

REASONS = {
    Reason.NOT_OPEN: gettext_lazy("The auction has not opened yet."),
    Reason.LATE: gettext_lazy("Too late: the auction had closed by our clock."),
    Reason.PAUSED: gettext_lazy("The auction is paused."),
    Reason.EXCLUDED: gettext_lazy("You are excluded from this auction."),
    Reason.TURN: gettext_lazy("This cannot be done now."),
    Reason.PRECISION: gettext_lazy("Too many decimals for this currency."),
    Reason.CEILING: gettext_lazy("Above the highest price that is allowed."),
    Reason.RAISE: gettext_lazy("Not lower than your own price."),
    Reason.STEP: gettext_lazy("Not low enough."),
    Reason.MAX_STEP: gettext_lazy("Further down than one bid may go."),
    Reason.BUFFER: gettext_lazy("Not far enough under the best price."),
    Reason.TIE: gettext_lazy("This price is taken."),
}
LIMITED = {Reason.CEILING, Reason.RAISE, Reason.STEP, Reason.BUFFER, Reason.TIE}


def refusal_text(reason: str, limit: Decimal | None, currency: str) -> str:
    """Return why a bid was refused and, where that helps, what would be taken."""
    words = str(REASONS[Reason(reason)])
    if limit is None or reason not in LIMITED:
        return words
    return words + " " + _("%(limit)s %(currency)s or less is possible.") % {
        "limit": number_format(limit, use_l10n=True, force_grouping=True), "currency": currency,
    }  # fmt: skip


def reason_label(reason: str) -> Any:
    """Return a refusal's reason as a lazy text; empty for an accepted bid."""
    return REASONS[Reason(reason)] if reason else ""
