"""REST of the inbox."""

from srm.api.routers import Router
from srm.notifications.api import notice

router = Router()
router.register("me/notices", notice.NoticeViewSet)
urlpatterns = router.urls
