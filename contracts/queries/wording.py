"""The answers of the match in people's words; the published calculation speaks in codes and English."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Invoice
from contracts.queries.match import MatchRow, match_rows

# A match that is not "ok" by value and side.
OUTCOMES = {
    ("quantity", "over"): gettext_lazy("more than was accepted and is still open"),
    ("quantity", "under"): gettext_lazy("less than was accepted and is still open"),
    ("unit_price", "over"): gettext_lazy("the price is above the order's"),
    ("unit_price", "under"): gettext_lazy("the price is below the order's"),
    ("amount", "over"): gettext_lazy("the amount is more than quantity × price"),
    ("amount", "under"): gettext_lazy("the amount is less than quantity × price"),
}
NOT_STOPPING = "under"
FAULTS = (
    (r"invoice\.currency is (?P<a>\w+) but the order is in (?P<b>\w+)",
     gettext_lazy("The invoice is in %(a)s, the order in %(b)s.")),
    (r"invoice line (?P<a>\S+) was not ordered", gettext_lazy("Line %(a)s was not ordered.")),
    (r"nothing was accepted of invoice line (?P<a>\S+)", gettext_lazy("Nothing was accepted of line %(a)s.")),
    (r"invoice\.total is (?P<a>\S+) but its lines add up to (?P<b>\S+)",
     gettext_lazy("The total is %(a)s, its lines add up to %(b)s.")),
    (r"invoice\.taxes\[\d+\]\.amount is (?P<a>\S+) but (?P<b>\S+) % of (?P<c>\S+) is (?P<d>\S+)",
     gettext_lazy("The tax is %(a)s, %(b)s %% of %(c)s is %(d)s.")),
    (r"invoice\.taxes have bases of (?P<a>\S+) but invoice\.total is (?P<b>\S+)",
     gettext_lazy("Taxes are computed on %(a)s, the lines add up to %(b)s.")),
    (r"invoice\.gross_total is (?P<a>\S+) but total and taxes add up to (?P<b>\S+)",
     gettext_lazy("The gross total is %(a)s, total and taxes add up to %(b)s.")),
)  # fmt: skip


def fault_text(fault: str) -> str:
    """Return a fault of the calculation in the reader's language."""
    for pattern, text in FAULTS:
        if found := re.fullmatch(pattern, fault):
            return str(text) % found.groupdict()
    return fault


def outcome_text(outcomes: dict[str, str]) -> list[str]:
    """Return what of a line is above the order (what is below stops nothing)."""
    found = [(name, side) for name, side in outcomes.items() if (name, side) in OUTCOMES and side != NOT_STOPPING]
    return [str(OUTCOMES[key]) for key in found]


def told(invoice: Invoice) -> dict[str, Any]:
    """Return the three-way table of an invoice with what differs, for a page."""
    rows: list[MatchRow] = match_rows(invoice)
    faults = [fault_text(f) for f in invoice.match_result.get("faults", [])]
    reasons = [f"{row.description}: {text}" for row in rows for text in outcome_text(row.outcomes)]
    return {
        "rows": rows,
        "faults": faults,
        "reasons": reasons,
        "nothing_differs": _("Order, receipts and invoice agree."),
    }
