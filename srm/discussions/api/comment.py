"""What is said about any noun: internal and shared kept apart, each side by its own door."""

from typing import Any

from django.http import Http404
from rest_framework import mixins, serializers

from srm.api.permissions import IsSupplier
from srm.api.subjects import SubjectViewSet
from srm.api.verbs import verb
from srm.api.views import PublicViewSet
from srm.discussions.models import Comment
from srm.discussions.services import post_comment, withdraw_comment
from srm.documents.states import Audience
from srm.subjects import find_subject, may_see_subject


class CommentSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.name")
    body = serializers.SerializerMethodField(help_text="Empty once it was withdrawn.")

    class Meta:
        model = Comment
        fields = ["public_id", "author", "body", "audience", "created_at", "withdrawn_at"]

    def get_body(self, comment: Comment) -> str:
        return "" if comment.withdrawn_at else comment.body


class SharedCommentInput(serializers.Serializer):
    body = serializers.CharField(max_length=4000)


class CommentInput(SharedCommentInput):
    audience = serializers.ChoiceField(Audience.choices, default=Audience.INTERNAL)


class SubjectCommentViewSet(SubjectViewSet):
    """What was said about a noun. POST says something: internal unless `audience` is `supplier`."""

    queryset = Comment.objects.select_related("author")
    serializer_class = CommentSerializer
    create = verb(post_comment, CommentInput)


class PortalSubjectCommentViewSet(SubjectViewSet):
    """What buyer and supplier said to each other about a noun; nothing internal, and no rival's word."""

    queryset = Comment.objects.select_related("author")
    serializer_class = CommentSerializer
    permission_classes = [IsSupplier]
    create = verb(post_comment, SharedCommentInput)


class CommentViewSet(mixins.RetrieveModelMixin, PublicViewSet):
    """One comment; its author may withdraw it."""

    queryset = Comment.objects.select_related("author")
    serializer_class = CommentSerializer
    withdraw = verb(withdraw_comment)

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.for_reader(self.request.user)

    def get_object(self) -> Comment:
        comment = super().get_object()
        if not may_see_subject(self.request.user, find_subject(comment.subject_type, comment.subject_id)):
            raise Http404
        return comment


class PortalCommentViewSet(CommentViewSet):
    """One comment that both sides read."""

    permission_classes = [IsSupplier]
