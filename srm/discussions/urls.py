"""Comments and to-dos behind each door."""

from django.urls import path

from srm.discussions.portal import discussion as portal
from srm.discussions.views import discussion

app_name = "discussions"
urlpatterns = [
    path("comments/<slug:public_id>/withdraw/", discussion.withdraw, name="comment-withdraw"),
    path("comments/on/<str:subject_type>/<slug:public_id>/", discussion.comment, name="comment"),
    path("todos/<slug:public_id>/", discussion.open_todo, name="todo-open"),
    path("todos/<slug:public_id>/done/", discussion.finish, name="todo-finish"),
    path("todos/on/<str:subject_type>/<slug:public_id>/", discussion.todo, name="todo"),
    path("portal/comments/<slug:public_id>/withdraw/", portal.withdraw, name="portal-comment-withdraw"),
    path("portal/comments/on/<str:subject_type>/<slug:public_id>/", portal.comment, name="portal-comment"),
    path("portal/todos/<slug:public_id>/", portal.open_todo, name="portal-todo-open"),
    path("portal/todos/<slug:public_id>/done/", portal.finish, name="portal-todo-finish"),
]
