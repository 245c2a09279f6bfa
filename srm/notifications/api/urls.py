"""REST of the inbox."""

from django.urls import path

from srm.api.routers import Router
from srm.notifications.api import notice, preference

router = Router()
router.register("me/notices", notice.NoticeViewSet)
urlpatterns = [
    path("me/notice-preferences/", preference.PreferencesView.as_view(), name="notice-preferences"),
    *router.urls,
]
