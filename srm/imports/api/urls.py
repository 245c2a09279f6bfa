"""REST of imports."""

from srm.api.routers import Router
from srm.imports.api import run

router = Router()
router.register("imports", run.ImportViewSet, basename="import")
urlpatterns = router.urls
