from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.documents.states import Audience
from srm.events.services import label_of
from srm.lifecycle.models import PublicModel
from srm.subjects import hide_rivals


class CommentQuerySet(models.QuerySet):
    def of(self, subject: models.Model) -> "CommentQuerySet":
        """What was said about the object, oldest first."""
        return self.filter(subject_type=label_of(subject), subject_id=subject.pk).order_by("pk")

    def for_reader(self, user: Any) -> "CommentQuerySet":
        """A supplier's person never gets what is internal or a rival's; whether he sees the object is asked apart."""
        if not user.is_portal:
            return self
        return self.filter(hide_rivals(user, "author"), audience=Audience.SUPPLIER)


class Comment(PublicModel):
    """Something said about an object: internal or shared with the supplier; never changed, only withdrawn."""

    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    body = models.TextField(_("comment"), max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(_("for"), max_length=10, choices=Audience, default=Audience.INTERNAL)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="comment_subject")]

    def __str__(self) -> str:
        return self.body[:60]
