"""Pages and portal pages of auctions."""

from django.urls import path

from tenders.portal import auction as portal
from tenders.views import auction

urlpatterns = [
    path("auctions/", auction.AuctionList.as_view(), name="auction-list"),
    path("lots/<str:public_id>/auction/", auction.auction_create, name="auction-create"),
    path("auctions/<str:public_id>/", auction.auction_detail, name="auction-detail"),
    path("auctions/<str:public_id>/clock/", auction.auction_clock, name="auction-clock"),
    path("auctions/<str:public_id>/protocol/", auction.auction_protocol, name="auction-protocol"),
    path("auctions/<str:public_id>/extend/", auction.auction_extend, name="auction-extend"),
    path("auctions/<str:public_id>/exclude/<str:participant>/", auction.auction_exclude, name="auction-exclude"),
    path("auctions/<str:public_id>/pause/", auction.auction_pause, name="auction-pause"),
    path("auctions/<str:public_id>/resume/", auction.auction_resume, name="auction-resume"),
    path("auctions/<str:public_id>/stop/", auction.auction_stop, name="auction-stop"),
    path("auctions/<str:public_id>/cancel/", auction.auction_cancel, name="auction-cancel"),
    path("portal/auctions/", portal.auction_list, name="portal-auction-list"),
    path("portal/auctions/<str:public_id>/", portal.auction_detail, name="portal-auction-detail"),
    path("portal/auctions/<str:public_id>/clock/", portal.auction_clock, name="portal-auction-clock"),
    path("portal/auctions/<str:public_id>/bid/", portal.auction_bid, name="portal-auction-bid"),
    path("portal/auctions/<str:public_id>/try/", portal.auction_try, name="portal-auction-try"),
]
