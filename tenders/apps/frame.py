"""Navigation, search, tiles, the new menu."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from procurement.models import Bundle
from procurement.states import BundleStatus
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.ui.doors import supplier_of
from srm.ui.registry import SearchHit, home_tiles, navigation, new_menu, panels, search
from tenders.models import Bid, Tender
from tenders.policies import may_create_tender
from tenders.queries.portal import portal_tenders, unsent_bids
from tenders.states import KINDS

SEES = (*ORGANISATION_ROLES, Role.COMMITTEE)


def register() -> None:
    """Hang tenders into the frame of buyers and of suppliers."""
    navigation.register(
        "segments", _("Tenders"), "gavel", "tenders:tender-list", count=_running, visible=_sees, order=30
    )
    navigation.register(
        "", _("Tenders"), "gavel", "tenders:portal-tender-list", count=_unsent, audience="portal", order=20
    )
    new_menu.register(_("Tender"), "tenders:tender-create", icon="gavel", visible=may_create_tender, order=30)
    search.register(_("Tenders"), find)
    panels.register(Bundle, "tenders/tender/draft_button.html", draft_button, slot="head")
    panels.register(Bundle, "tenders/tender/beside.html", tenders_of_bundle, slot="side")
    home_tiles.register("buyer", "tenders/home/tile.html", buyer_tile, order=15, width=4, visible=_sees)
    home_tiles.register("portal", "portal/tenders/home/tile.html", portal_tile, order=10, width=12)


def find(user: Any, text: str) -> list[SearchHit]:
    """Find tenders by number or title, each reader at his own door."""
    rows = _tenders_of(user).filter(number__icontains=text) | _tenders_of(user).filter(title__icontains=text)
    name = "tenders:portal-tender-detail" if user.is_portal else "tenders:tender-detail"
    return [SearchHit(t.title, reverse(name, args=[t.public_id]), t.number, "gavel") for t in rows.distinct()[:10]]


def draft_button(user: Any, bundle: Bundle) -> dict[str, Any] | None:
    """The next step of a bundle that is ready to be put to tender."""
    if bundle.status != BundleStatus.CONFIRMED or bundle.procedure not in KINDS or not may_create_tender(user):
        return None
    return {"url": reverse("tenders:tender-from-bundle", args=[bundle.public_id])}


def tenders_of_bundle(user: Any, bundle: Bundle) -> dict[str, Any] | None:
    """The tenders of a bundle, the newest first: an earlier one may have come to nothing."""
    rows = Tender.objects.visible_to(user).filter(lots__bundle=bundle).distinct().order_by("-created_at")
    return {"tenders": list(rows)} if rows else None


def buyer_tile(user: Any) -> dict[str, Any] | None:
    """Tenders whose deadline is near, and those that wait for the next act."""
    rows = Tender.objects.visible_to(user).running().exclude(bids_until=None)
    return {"tenders": list(rows.select_related("buyer").order_by("bids_until")[:5]), "now": timezone.now()}


def portal_tile(user: Any) -> dict[str, Any] | None:
    """What cannot wait: unsent drafts in red, then invitations."""
    supplier = supplier_of(user)
    if supplier is None:
        return None
    rows = portal_tenders(supplier)
    return {"unsent": [r for r in rows if r.is_unsent], "open": [r for r in rows if r.is_open and not r.is_unsent][:8]}


def _tenders_of(user: Any) -> Any:
    if user.is_portal:
        supplier = supplier_of(user)
        return Tender.objects.for_supplier(supplier) if supplier else Tender.objects.none()
    return Tender.objects.visible_to(user)


def _running(user: Any) -> QuerySet[Tender]:
    return Tender.objects.visible_to(user).running()


def _unsent(user: Any) -> QuerySet[Bid] | None:
    supplier = supplier_of(user)
    return unsent_bids(supplier) if supplier else None


def _sees(user: Any) -> bool:
    return user.is_superuser or user.has_role(*SEES)
