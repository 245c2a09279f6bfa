"""The inbox behind each door."""

from django.urls import path

from srm.notifications.portal import inbox as portal
from srm.notifications.views import inbox

app_name = "notifications"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox-read"),
    path("inbox/settings/", inbox.preferences, name="inbox-settings"),
    path("inbox/<slug:public_id>/", inbox.open_notice, name="notice"),
    path("portal/inbox/", portal.inbox, name="portal-inbox"),
    path("portal/inbox/read/", portal.read_all, name="portal-inbox-read"),
    path("portal/inbox/settings/", portal.preferences, name="portal-inbox-settings"),
    path("portal/inbox/<slug:public_id>/", portal.open_notice, name="portal-notice"),
]
