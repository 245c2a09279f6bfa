from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.documents.states import Audience
from srm.events.services import label_of
from srm.lifecycle.models import TrackedModel
from srm.subjects import hide_rivals


class TodoQuerySet(models.QuerySet):
    def of(self, subject: models.Model) -> "TodoQuerySet":
        """What is to do about the object: open first, by date."""
        rows = self.filter(subject_type=label_of(subject), subject_id=subject.pk)
        return rows.order_by(models.F("done_at").asc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "pk")

    def open(self) -> "TodoQuerySet":
        return self.filter(done_at=None)

    def for_reader(self, user: Any) -> "TodoQuerySet":
        """A supplier's person never gets what is internal or a rival's."""
        if not user.is_portal:
            return self
        return self.filter(hide_rivals(user, "assignee"), audience=Audience.SUPPLIER)


class Todo(TrackedModel):
    """A small thing that one person is to do about an object, by a day."""

    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    text = models.CharField(_("to do"), max_length=300)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="todos")
    due_on = models.DateField(_("due"), null=True, blank=True)
    audience = models.CharField(_("for"), max_length=10, choices=Audience, default=Audience.INTERNAL)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = TodoQuerySet.as_manager()

    class Meta:
        verbose_name = _("to-do")
        verbose_name_plural = _("to-dos")
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="todo_subject"),
            models.Index(fields=["assignee", "due_on"], name="todo_open", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.text
