"""Pages of procurement, one list per noun; the namespace is `procurement:`. REST is in `procurement.api.urls`."""

from procurement.urls import needs, segments

app_name = "procurement"
urlpatterns = [*needs.urlpatterns, *segments.urlpatterns]
