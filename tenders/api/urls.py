from srm.api.routers import Router
from tenders.api import auction, lot, portal, tender

router = Router()
router.register("tenders", tender.TenderViewSet)
router.register("lots", lot.LotViewSet)
router.register("bids", lot.BidViewSet)
router.register("awards", lot.AwardViewSet)
router.register("questions", lot.QuestionViewSet)
router.register("auctions", auction.AuctionViewSet)
router.register("portal/auctions", auction.PortalAuctionViewSet, basename="portal-auction")
router.register("portal/tenders", portal.PortalTenderViewSet, basename="portal-tender")
router.register("portal/bids", portal.PortalBidViewSet, basename="portal-bid")
router.register("portal/awards", portal.PortalAwardViewSet, basename="portal-award")
router.register("portal/letters", portal.PortalLetterViewSet, basename="portal-letter")

urlpatterns = router.urls
