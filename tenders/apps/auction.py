"""What auctions hang into the shared pages: navigation, tiles, panels, record, notices, live topics."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.audit.texts import register_parts, register_text
from srm.live import topics
from srm.notifications.kinds import NoticeKind, register_kind
from srm.subjects import register_subject
from srm.ui.doors import supplier_of
from srm.ui.registry import SearchHit, home_tiles, navigation, panels, search
from tenders import events
from tenders.models import Auction, Tender
from tenders.policies import may_schedule_auction
from tenders.services.auction.schedule import FEWEST
from tenders.states import AuctionStatus, TenderStatus

SEES = (*ORGANISATION_ROLES, Role.COMMITTEE)
RUNNING = (AuctionStatus.LIVE, AuctionStatus.PAUSED)


def register() -> None:
    """Hang auctions into the frame of buyers and of suppliers."""
    navigation.register(
        "segments",
        _("Auctions"),
        "trending-down",
        "tenders:auction-list",
        count=_live,
        word=_live_word,
        visible=_sees,
        order=40,
    )
    navigation.register(
        "",
        _("Auctions"),
        "trending-down",
        "tenders:portal-auction-list",
        count=_live,
        word=_live_word,
        audience="portal",
        order=25,
    )
    search.register(_("Auctions"), find, key="tenders.auctions")
    home_tiles.register("buyer", "tenders/auction/tile.html", tile, order=25, width=6, visible=_sees)
    home_tiles.register("portal", "portal/tenders/auction/tile.html", tile, order=5, width=12)
    panels.register(Tender, "tenders/auction/panel.html", tender_panel, slot="main", order=10)
    panels.register(Tender, "portal/tenders/auction/panel.html", portal_panel, slot="portal", order=10)
    topics.register("auction", may_listen_as_host)
    topics.register("auction-bidder", may_listen_as_bidder)
    _register_record()
    for kind in KINDS:
        register_kind(kind)


def _kind(key: str, label: Any, title: Any, body: Any, action: Any, *, portal: bool = True) -> NoticeKind:
    return NoticeKind(
        key=f"tenders.{key}", label=label, title=title, body=body, action=action, portal=portal, mandatory=portal
    )


KINDS = (
    _kind("auction_planned", _("An auction is planned"), _("An auction for %(title)s opens %(opens)s"),
          _("%(number)s. Your bid stands from the start; try the room in the lobby."), _("Go to the lobby")),
    _kind("auction_closed", _("An auction has closed"), _("The auction %(number)s has closed"),
          _("%(title)s. The decision follows by letter."), _("See where you finished")),
    _kind("auction_cancelled", _("An auction is called off"), _("The auction %(number)s was called off"),
          _("%(reason)s Your bid counts as it was opened."), _("Look")),
    _kind("auction_over", _("My auction has closed"), _("The auction %(number)s has closed"),
          _("%(title)s. Compare the bids with their last prices."), _("Look at the result"), portal=False),
)  # fmt: skip


def find(user: Any, text: str) -> list[SearchHit]:
    """Find auctions by number or lot, each reader at his own door."""
    rows = _auctions_of(user).select_related("lot")
    found = (rows.filter(number__icontains=text) | rows.filter(lot__title__icontains=text)).distinct()[:10]
    return [SearchHit(a.lot.title, _url(a, user), a.number, "trending-down") for a in found]


def tile(user: Any) -> dict[str, Any] | None:
    """What runs now and what opens next; hidden when there is nothing."""
    rows = list(_auctions_of(user).unfinished().select_related("lot__tender").order_by("opens_at")[:5])
    return {"auctions": rows} if rows else None


def tender_panel(user: Any, tender: Tender) -> dict[str, Any] | None:
    """The auctions of a tender, and where one could be planned."""
    if tender.auction_format == "none" or tender.opened_at is None:
        return None
    visible = Auction.objects.visible_to(user).filter(lot__tender=tender).select_related("lot")
    auctions = list(visible.order_by("lot__number", "-opens_at"))
    open_lots = []
    enough = tender.bids.admitted().count() >= FEWEST
    if (
        enough
        and tender.status in (TenderStatus.EVALUATION, TenderStatus.AUCTION)
        and may_schedule_auction(user, tender)
    ):
        busy = {a.lot_id for a in auctions if a.status in (*RUNNING, AuctionStatus.SCHEDULED)}
        open_lots = [lot for lot in tender.lots.all() if lot.pk not in busy]
    return {"auctions": auctions, "open_lots": open_lots} if auctions or open_lots else None


def portal_panel(user: Any, tender: Tender) -> dict[str, Any] | None:
    """A bidder's own auctions of a tender."""
    auctions = list(_auctions_of(user).filter(lot__tender=tender).select_related("lot__tender"))
    return {"auctions": auctions} if auctions else None


def may_listen_as_host(user: Any, rest: str) -> bool:
    """Staff who may see the auction."""
    return not user.is_portal and Auction.objects.visible_to(user).filter(public_id=rest).exists()


def may_listen_as_bidder(user: Any, rest: str) -> bool:
    """The people of an admitted supplier."""
    return user.is_portal and _auctions_of(user).filter(public_id=rest).exists()


def _register_record() -> None:
    register_subject(
        Auction,
        sees=lambda user, auction: _auctions_of(user).filter(pk=auction.pk).exists(),
        adds=lambda _user, _auction: False,
        url=lambda auction: auction.get_absolute_url(),
        portal_url=lambda auction: reverse("tenders:portal-auction-detail", args=[auction.public_id]),
        several_suppliers=True,
    )
    register_parts(Tender, lambda tender: Auction.objects.filter(lot__tender=tender))
    register_text(events.AuctionScheduled, _("Auction %(number)s planned"), tone="waiting")
    register_text(events.AuctionBegun, _("Auction %(number)s opened"), tone="waiting")
    register_text(events.AuctionPaused, _("Auction paused: %(reason)s"), tone="late")
    register_text(events.AuctionResumed, _("Auction resumed: %(reason)s"))
    register_text(events.AuctionExtended, _("Auction extended: %(reason)s"))
    register_text(events.AuctionStopped, _("Auction stopped: %(reason)s"), tone="late")
    register_text(events.AuctionBidderExcluded, _("%(alias)s excluded: %(reason)s"), tone="late")
    register_text(events.AuctionCancelled, _("Auction %(number)s called off: %(reason)s"), tone="late")
    register_text(events.AuctionClosed, _("Auction %(number)s closed, its result sealed"), tone="good")


def _auctions_of(user: Any) -> Any:
    if user.is_portal:
        supplier = supplier_of(user)
        return Auction.objects.for_supplier(supplier) if supplier else Auction.objects.none()
    return Auction.objects.visible_to(user)


def _url(auction: Auction, user: Any) -> str:
    name = "portal-auction-detail" if user.is_portal else "auction-detail"
    return reverse(f"tenders:{name}", args=[auction.public_id])


def _live(user: Any) -> QuerySet[Auction]:
    return _auctions_of(user).filter(status__in=RUNNING)


def _live_word(count: int) -> str:
    return ngettext("%(n)s live", "%(n)s live", count) % {"n": count}


def _sees(user: Any) -> bool:
    return user.is_superuser or user.has_role(*SEES)
