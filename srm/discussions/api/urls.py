"""REST of comments."""

from django.urls import path

from srm.api.routers import Router
from srm.discussions.api import comment

SUBJECT = "subjects/<str:subject_type>/<slug:public_id>/comments/"
BOTH = {"get": "list", "post": "create"}

router = Router()
router.register("comments", comment.CommentViewSet)
router.register("portal/comments", comment.PortalCommentViewSet, basename="portal-comment")
urlpatterns = [
    path(SUBJECT, comment.SubjectCommentViewSet.as_view(BOTH), name="subject-comment"),
    path(f"portal/{SUBJECT}", comment.PortalSubjectCommentViewSet.as_view(BOTH), name="portal-subject-comment"),
    *router.urls,
]
