"""Pages and portal pages of tenders and auctions, one list per noun. REST is in `tenders.api.urls`."""

from tenders.urls import auction, tender

app_name = "tenders"
urlpatterns = [*tender.urlpatterns, *auction.urlpatterns]
