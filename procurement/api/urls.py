"""REST of procurement, one list per noun."""

from procurement.api import needs, segments

urlpatterns = [*needs.router.urls, *segments.router.urls]
