"""The doors: pages by stage, the suppliers' portal under /portal/, REST under /api/v1/."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from srm import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    # Of django-allauth's own pages of the second factor only the code at sign-in is ours; the rest is under /profile/.
    re_path(r"^accounts/2fa/(?!authenticate/$)", RedirectView.as_view(pattern_name="factor")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("srm.api.urls")),
    path("live/", include("srm.live.urls")),
    path("", include("srm.ui.urls")),
    path("", include("srm.documents.urls")),
    path("", include("srm.notifications.urls")),
    path("", include("srm.discussions.urls")),
    path("", include("srm.imports.urls")),
    path("", include("srm.audit.urls")),
    path("", include("suppliers.urls")),
    path("", include("procurement.urls")),
    path("", include("tenders.urls")),
    path("", include("contracts.urls")),
    path("", include("analytics.urls")),
]

handler400 = "srm.refusals.bad_request"
handler403 = "srm.refusals.permission_denied"
handler404 = "srm.refusals.page_not_found"
handler500 = "srm.refusals.server_error"
