"""/api/v1/: what is shared, and what each app brings in its `api/urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from srm.api import docs
from srm.api.nouns import accounts, file, me, reference
from srm.api.routers import Router

APPS = (
    "srm.discussions", "srm.notifications", "srm.imports", "srm.audit", "srm.live", "srm.ui",
    "suppliers", "procurement", "tenders", "contracts", "analytics",
)  # fmt: skip

router = Router()
router.register("people", accounts.PersonViewSet, basename="person")
router.register("departments", accounts.DepartmentViewSet)
router.register("legal-entities", accounts.LegalEntityViewSet, basename="legal-entity")
router.register("delegations", accounts.DelegationViewSet)
router.register("me/tokens", me.TokenViewSet, basename="token")
router.register("categories", reference.CategoryViewSet)
router.register("items", reference.ItemViewSet)
router.register("cost-centres", reference.CostCentreViewSet, basename="cost-centre")
router.register("places", reference.PlaceViewSet)
router.register("units", reference.UnitViewSet)
router.register("currencies", reference.CurrencyViewSet)
router.register("attachments", file.AttachmentViewSet)
router.register("documents", file.DocumentViewSet, basename="document")
router.register("portal/attachments", file.PortalAttachmentViewSet, basename="portal-attachment")
router.register("portal/documents", file.PortalDocumentViewSet, basename="portal-document")

ON = "subjects/<str:subject_type>/<slug:public_id>"
BOTH = {"get": "list", "post": "create"}
files_on_subjects = [
    path(f"{ON}/attachments/", file.SubjectAttachmentViewSet.as_view(BOTH), name="subject-attachment"),
    path(f"{ON}/documents/", file.SubjectDocumentViewSet.as_view(BOTH), name="subject-document"),
    path(
        f"portal/{ON}/attachments/", file.PortalSubjectAttachmentViewSet.as_view(BOTH),
        name="portal-subject-attachment",
    ),
    path(
        f"portal/{ON}/documents/", file.PortalSubjectDocumentViewSet.as_view({"get": "list"}),
        name="portal-subject-document",
    ),
]  # fmt: skip


def _of_apps() -> list[URLPattern | URLResolver]:
    found = [app for app in APPS if find_spec(app) and find_spec(f"{app}.api") and find_spec(f"{app}.api.urls")]
    return [path("", include(f"{app}.api.urls")) for app in found]


app_name = "api"
urlpatterns = [
    path("schema/", docs.schema, name="schema"),
    path("docs/", docs.page, name="docs"),
    path("me/", me.MeView.as_view(), name="me"),
    path("me/elevation/", me.ElevationView.as_view(), name="elevation"),
    *router.urls,
    *files_on_subjects,
    *_of_apps(),
]
