"""The first page of procurement: the loop, what waits, and how far savings have come."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.queries.figures import short_amount
from analytics.queries.kept import kept
from analytics.queries.loop import loop_of
from analytics.queries.savings import Savings, savings_of
from procurement.queries import current_cycle
from srm.accounts.states import ORGANISATION_ROLES
from srm.notifications import waiting
from srm.ui.registry import Loop, cycle, home_tiles


def register() -> None:
    """Register the loop and the tiles."""
    cycle.provide(loop=loop)
    home_tiles.register("buyer", "analytics/home/waiting.html", waiting_tile, order=10, width=8)
    home_tiles.register("buyer", "analytics/home/savings.html", savings_tile, order=60, width=6, visible=sees_all)


def sees_all(user: Any) -> bool:
    """Those who see the whole of procurement: the others' home has their own tiles only."""
    return user.is_superuser or user.has_role(*ORGANISATION_ROLES)


def loop(user: Any) -> Loop | None:
    return loop_of(user) if sees_all(user) else None


def waiting_tile(user: Any) -> dict[str, Any]:
    tasks = waiting.waiting_for(user)
    return {"tasks": tasks[:7], "count": len(tasks), "currency": settings.ORGANISATION_CURRENCY}


def savings_tile(_user: Any) -> dict[str, Any] | None:
    running = current_cycle()
    if running is None:
        return None
    period = (running.starts_on, running.ends_on)
    savings = kept("savings", period, lambda: savings_of(period))
    currency = settings.ORGANISATION_CURRENCY
    if not savings.lots:
        return {"cycle": running, "savings": None}
    words = {"realised": short_amount(savings.realised, currency), "found": short_amount(savings.identified, currency)}
    return {
        "cycle": running, "savings": savings, "data": waterfall(savings),
        "finding": _("%(realised)s of the %(found)s found has reached the books") % words,
        "basis": _("%(cycle)s, %(lots)d lots with an estimate, %(currency)s") % {
            "cycle": running.code, "lots": savings.lots, "currency": currency,
        },
    }  # fmt: skip


def waterfall(savings: Savings) -> dict[str, Any]:
    """Return the steps of the chart: each total, and between them what was lost or won."""
    identified, negotiated, contracted, realised = savings.steps
    return {
        "unit": settings.ORGANISATION_CURRENCY,
        "steps": [
            _total(_("Identified"), identified), _step(_("in talks"), negotiated - identified),
            _total(_("Negotiated"), negotiated), _step(_("not yet signed"), contracted - negotiated),
            _total(pgettext("savings", "Contracted"), contracted), _step(_("not yet billed"), realised - contracted),
            _total(_("Realised"), realised),
        ],
    }  # fmt: skip


def _total(label: str, value: Decimal) -> dict[str, Any]:
    return {"label": label, "value": round(float(value)), "total": True}


def _step(label: str, value: Decimal) -> dict[str, Any]:
    return {"label": label, "value": round(float(value)), "total": False}
