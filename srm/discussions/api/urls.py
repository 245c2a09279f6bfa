"""REST of comments and to-dos."""

from django.urls import path

from srm.api.routers import Router
from srm.discussions.api import comment, todo

SUBJECT = "subjects/<str:subject_type>/<slug:public_id>/comments/"
TODOS = "subjects/<str:subject_type>/<slug:public_id>/todos/"
BOTH = {"get": "list", "post": "create"}

router = Router()
router.register("comments", comment.CommentViewSet)
router.register("portal/comments", comment.PortalCommentViewSet, basename="portal-comment")
router.register("todos", todo.TodoViewSet)
router.register("portal/todos", todo.PortalTodoViewSet, basename="portal-todo")
urlpatterns = [
    path(SUBJECT, comment.SubjectCommentViewSet.as_view(BOTH), name="subject-comment"),
    path(f"portal/{SUBJECT}", comment.PortalSubjectCommentViewSet.as_view(BOTH), name="portal-subject-comment"),
    path(TODOS, todo.SubjectTodoViewSet.as_view(BOTH), name="subject-todo"),
    path(f"portal/{TODOS}", todo.PortalSubjectTodoViewSet.as_view({"get": "list"}), name="portal-subject-todo"),
    *router.urls,
]
