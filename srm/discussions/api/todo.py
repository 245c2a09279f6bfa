"""What is to do about any noun: who does it, by when; and what one has still to do oneself."""

from typing import Any

from django.http import Http404
from rest_framework import serializers

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.api.permissions import IsSupplier
from srm.api.serializers import Ref
from srm.api.subjects import SubjectViewSet
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.discussions.models import Todo
from srm.discussions.services import add_todo, finish_todo, reopen_todo
from srm.subjects import find_subject, may_see_subject

TODOS = Todo.objects.select_related("assignee", "created_by")


class TodoSerializer(serializers.ModelSerializer):
    assignee = serializers.CharField(source="assignee.name")
    created_by = serializers.CharField(source="created_by.name", allow_null=True, default=None)

    class Meta:
        model = Todo
        fields = [
            "public_id", "text", "assignee", "due_on", "audience", "subject_type", "created_by", "created_at",
            "done_at",
        ]  # fmt: skip


class TodoInput(serializers.Serializer):
    text = serializers.CharField(max_length=300)
    assignee = Ref(queryset=User.objects.filter(is_active=True, kind=Kind.STAFF), help_text="One of `people/`.")
    due_on = serializers.DateField(allow_null=True, default=None)


class SubjectTodoViewSet(SubjectViewSet):
    """What is to do about a noun. POST asks a colleague for something."""

    queryset = TODOS
    serializer_class = TodoSerializer
    create = verb(add_todo, TodoInput)


class PortalSubjectTodoViewSet(SubjectViewSet):
    """What is to do about a noun, as far as it is shared with the supplier."""

    queryset = TODOS
    serializer_class = TodoSerializer
    permission_classes = [IsSupplier]


class TodoViewSet(NounViewSet):
    """The list is what one has still to do oneself; one to-do is there for whoever sees its noun."""

    queryset = TODOS
    serializer_class = TodoSerializer
    finish = verb(finish_todo)
    reopen = verb(reopen_todo)

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        rows = rows.for_reader(self.request.user)
        return rows.open().filter(assignee=self.request.user) if self.action == "list" else rows

    def get_object(self) -> Todo:
        todo = super().get_object()
        if not may_see_subject(self.request.user, find_subject(todo.subject_type, todo.subject_id)):
            raise Http404
        return todo


class PortalTodoViewSet(TodoViewSet):
    """What the buyer's people asked of oneself."""

    permission_classes = [IsSupplier]
